/** What a process used from its start: CPU and wall in seconds, peak resident memory in MB. */
export interface Usage {
  readonly cpu: number;
  readonly wall: number;
  readonly megabytes: number;
}

/** Gives what this process has used so far. */
export function usageSoFar(): Usage {
  const { user, system } = process.cpuUsage();
  return {
    cpu: (user + system) / 1e6,
    wall: process.uptime(),
    megabytes: process.resourceUsage().maxRSS / 1024,
  };
}
