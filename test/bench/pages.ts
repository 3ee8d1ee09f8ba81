/**
 * CPU per page of the built site, over loopback: the server's own CPU time (user + system of its process) divided by
 * requests. Run: `node test/bench/pages.ts PID URL...` against a running `npm start`; bounded to 200 requests or 10 s each.
 */
import { readFileSync } from 'node:fs'

const [pid, ...urls] = process.argv.slice(2)
if (pid === undefined || !/^\d+$/.test(pid) || urls.length === 0) {
  process.stderr.write('usage: node test/bench/pages.ts PID URL...\n')
  process.exit(2)
}
const ticksPerSecond = 100
const requestsMax = 200
const secondsMax = 10

/** CPU seconds of the server so far (fields 14 and 15 of /proc/PID/stat). */
const cpuSeconds = (): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}

for (const url of urls) {
  let bytes = 0
  for (let i = 0; i < 10; i++)
    bytes = (await (await fetch(url, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer()).byteLength
  const times: number[] = []
  const cpu = cpuSeconds()
  const until = performance.now() + secondsMax * 1000
  while (times.length < requestsMax && performance.now() < until) {
    const start = performance.now()
    await (await fetch(url, { headers: { 'accept-encoding': 'identity' } })).arrayBuffer()
    times.push(performance.now() - start)
  }
  const used = ((cpuSeconds() - cpu) * 1000) / times.length
  times.sort((a, b) => a - b)
  const at = (q: number): string => times[Math.min(times.length - 1, Math.floor(q * times.length))]!.toFixed(1)
  process.stdout.write(
    `${new URL(url).pathname}: ${used.toFixed(1)} ms CPU, median ${at(0.5)} ms, p95 ${at(0.95)} ms, ${Math.round(bytes / 1024)} KiB, ${times.length} requests\n`,
  )
}
