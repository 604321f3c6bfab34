#!/usr/bin/env bash
# One real Trino on this machine, for tests: Hive connector, a folder as metastore and store, Athena's catalogue name.
#
#   start-trino.sh start DIR PORT   installs what is missing, starts, waits, prints the address as its last line
#   start-trino.sh stop DIR
#
# Needs mvn and a JDK 24 or newer in TRINO_JAVA_HOME. Jars stay in Maven's own repository; DIR/../install only links to
# them, for every server that works beside DIR.
set -euo pipefail

readonly here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
readonly version=476
readonly action=${1:?start or stop}
mkdir -p "${2:?a folder to work in}"
readonly work=$(cd "$2" && pwd)
readonly port=${3:-18080}
readonly install=$(dirname "$work")/install
readonly etc=$work/etc
readonly pid_file=$work/var/trino.pid
readonly java=${TRINO_JAVA_HOME:+$TRINO_JAVA_HOME/bin/}java

is_running() {
    [ -s "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null
}

is_ready() {
    curl --silent --max-time 2 "http://127.0.0.1:$port/v1/info" 2>/dev/null | grep -q '"starting":false'
}

stop() {
    is_running || return 0
    local pid
    pid=$(cat "$pid_file")
    kill "$pid"
    for _ in $(seq 100); do kill -0 "$pid" 2>/dev/null || break; sleep 0.2; done
    if kill -0 "$pid" 2>/dev/null; then kill -9 "$pid"; fi
    rm -f "$pid_file"
}

# The class path of a pom, resolved once and again whenever the pom changes.
resolve() {
    local name=$1 list
    list=$install/$name-$(cksum <"$here/$name.pom.xml" | cut -d' ' -f1).classpath
    if [ ! -s "$list" ]; then
        echo "resolving $name $version from Maven Central" >&2
        JAVA_HOME=${TRINO_JAVA_HOME:-} mvn --batch-mode --quiet --file "$here/$name.pom.xml" -Dtrino=$version \
            dependency:build-classpath -DincludeScope=runtime -Dmdep.outputFile="$list.new" >&2
        mv "$list.new" "$list"
        rm -f "$install/ready"
    fi
    ln -sf "$(basename "$list")" "$install/$name.classpath"
}

# Trino gives these to every plugin itself; a second copy would be another class of the same name.
readonly given='/(trino-spi|slice|jackson-annotations|opentelemetry-api|opentelemetry-context|jol-core)-[0-9][^/]*\.jar$'

link_plugin() {
    rm -rf "$install/plugin" "$install/service"
    mkdir -p "$install/plugin/hive" "$install/service/META-INF/services"
    tr ':' '\n' <"$install/hive.classpath" | grep -vE "$given" | while read -r jar; do
        if [ -n "$jar" ]; then ln -s "$jar" "$install/plugin/hive/"; fi
    done
    echo io.trino.plugin.hive.HivePlugin >"$install/service/META-INF/services/io.trino.spi.Plugin"
    "${java%java}jar" cf "$install/plugin/hive/services.jar" -C "$install/service" META-INF
    "${java%java}javac" -cp "$(cat "$install/server.classpath")" -d "$install/classes" "$here/Start.java"
    touch "$install/ready"
}

configure() {
    mkdir -p "$etc/catalog"
    cat >"$etc/config.properties" <<EOF
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port=$port
discovery.uri=http://127.0.0.1:$port
query.max-memory=1GB
query.max-memory-per-node=1GB
memory.heap-headroom-per-node=512MB
query.max-stage-count=150
task.concurrency=2
query.min-expire-age=30s
query.max-history=20
plugin.dir=$install/plugin
catalog.config-dir=$etc/catalog
EOF
    cat >"$etc/catalog/awsdatacatalog.properties" <<EOF
connector.name=hive
hive.metastore=file
hive.metastore.catalog.dir=local:///metastore
fs.native-local.enabled=true
local.location=$work/data
hive.security=allow-all
hive.non-managed-table-writes-enabled=true
hive.partition-projection-enabled=true
hive.ignore-absent-partitions=true
hive.parquet.time-zone=UTC
EOF
    printf 'io.trino=WARN\nio.airlift=WARN\nBootstrap=WARN\n' >"$etc/log.properties"
}

launch() {
    cd "$work"
    setsid nohup "$java" -Xms512M "-Xmx${TRINO_HEAP:-3G}" -XX:+UseG1GC -XX:+ExitOnOutOfMemoryError \
        -XX:ReservedCodeCacheSize=256M -Djdk.attach.allowAttachSelf=true -Dfile.encoding=UTF-8 -Duser.timezone=UTC \
        -XX:+EnableDynamicAgentLoading --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow \
        -Dconfig="$etc/config.properties" -Dlog.levels-file="$etc/log.properties" \
        -Dnode.environment=test -Dnode.id=one -Dnode.bind-ip=127.0.0.1 -Dnode.internal-address=127.0.0.1 \
        -Dnode.data-dir="$work/var" -cp "$install/classes:$(cat "$install/server.classpath")" Start $version \
        >"$work/var/server.log" 2>&1 </dev/null &
    echo $! >"$pid_file"
}

start() {
    mkdir -p "$install/classes" "$work/var" "$work/data/warehouse"
    if ! { is_running && is_ready; }; then
        resolve server
        resolve hive
        [ -e "$install/ready" ] || link_plugin
        configure
        launch
    fi
    for _ in $(seq 600); do
        if is_ready; then echo "http://127.0.0.1:$port"; return 0; fi
        is_running || break
        sleep 0.2
    done
    echo "Trino did not start; the end of its log:" >&2
    tail -20 "$work/var/server.log" | cut -c1-400 >&2
    stop
    return 4
}

case $action in
    start) start ;;
    stop) stop ;;
    *) echo "start or stop, not $action" >&2; exit 2 ;;
esac
