// The deployment is not written yet; saying so beats an empty stack that looks deployed.
console.error('deployment to AWS is not there yet; run the pipeline on this machine: npm start');
process.exitCode = 1;
