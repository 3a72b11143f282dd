// Serves PostgreSQL databases out of PGlite, each on a port of its own. One command a line on the standard input, one answer a
// line: "create" gives {"port":…}; "drop PORT" gives {"dropped":…}. The standard input closed, however its writer ended, all of it ends.
//
// A database is one PGlite, which is one session of one superuser. Its clients share that session, and take turns by whole
// transactions, as behind a pooler in transaction mode: a client that has sent half of what belongs together is not answered
// with another's half (@electric-sql/pglite-socket lets messages of different clients alternate).
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import readline from 'node:readline'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'

// Each database has a thread, so that this one always sees the standard input close, and a dropped one leaves nothing behind.
async function command() {
    const workers = new Map()
    for await (const line of readline.createInterface({ input: process.stdin })) {
        const [verb, argument] = line.split(' ')
        if (verb === 'create') {
            const worker = new Worker(new URL(import.meta.url))
            worker.on('error', error => { throw error })
            const [port] = await once(worker, 'message')
            workers.set(String(port), worker)
            console.log(JSON.stringify({ port }))
        } else if (verb === 'drop') {
            await workers.get(argument)?.terminate()
            console.log(JSON.stringify({ dropped: workers.delete(argument) }))
        }
    }
    process.exit()
}

async function serve() {
    const { PGlite } = await import('@electric-sql/pglite')
    const { vector } = await import('@electric-sql/pglite-pgvector')
    // Making an empty database takes seconds, and copying one a fraction.
    const template = new URL('template.tar', import.meta.url)
    const loadDataDir = fs.existsSync(template) ? new Blob([fs.readFileSync(template)]) : undefined
    const database = await PGlite.create({ extensions: { vector }, loadDataDir })
    if (!loadDataDir) {
        const making = new URL(`template.tar.${process.pid}`, import.meta.url)
        fs.writeFileSync(making, Buffer.from(await (await database.dumpDataDir('none')).arrayBuffer()))
        fs.renameSync(making, template)
    }
    const session = new Session(database)
    const server = net.createServer(socket => new Client(socket, session))
    server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))
}

// The one session, and whose turn it is.
class Session {
    clients = new Set()
    waiting = []
    owner = null
    running = false

    constructor(database) { this.database = database }

    // Several messages that belong together; "whole" when they end in Sync, or are one simple query.
    async run(client, messages, whole) {
        this.waiting.push({ client, messages, whole })
        if (this.running) {
            return
        }
        this.running = true
        for (let turn; (turn = this.next()); ) {
            turn.client.answer(await this.execute(turn.messages))
            this.owner = turn.whole && !this.database.isInTransaction() ? null : turn.client
        }
        this.running = false
    }

    next() {
        if (this.owner?.gone) {
            // What it began is undone, as when a connection is lost.
            const left = this.owner
            this.owner = null
            this.waiting.unshift({ client: left, messages: Buffer.concat([message('S'), message('Q', 'ROLLBACK\0')]), whole: true })
        }
        const index = this.owner ? this.waiting.findIndex(turn => turn.client === this.owner) : 0
        return index < 0 ? undefined : this.waiting.splice(index, 1)[0]
    }

    leave(client) {
        this.clients.delete(client)
        this.waiting = this.waiting.filter(turn => turn.client !== client)
        if (this.owner === client) {
            this.run(client, message('S'), true)
        }
    }

    async execute(messages) {
        const parts = []
        await this.database.execProtocolRawStream(messages, { onRawData: data => parts.push(Buffer.from(data)) })
        return this.withoutNotifications(Buffer.concat(parts))
    }

    // The session listens for all its clients, so whoever runs it is told: what is told goes to those who have asked.
    withoutNotifications(output) {
        const kept = []
        for (let at = 0; at < output.length; ) {
            const end = at + 1 + output.readInt32BE(at + 1)
            const part = output.subarray(at, end)
            if (part[0] === 0x41) {
                const channel = part.toString('utf8', 9, part.indexOf(0, 9))
                this.clients.forEach(client => client.channels.has(channel) && client.answer(part))
            } else {
                kept.push(part)
            }
            at = end
        }
        return Buffer.concat(kept)
    }
}

class Client {
    static count = 0
    number = ++Client.count
    channels = new Set()
    started = false
    gone = false
    received = Buffer.alloc(0)
    pending = []

    constructor(socket, session) {
        this.socket = socket
        this.session = session
        session.clients.add(this)
        socket.setNoDelay(true)
        socket.on('data', data => this.read(data))
        socket.on('error', () => socket.destroy())
        socket.on('close', () => { this.gone = true; session.leave(this) })
    }

    answer(output) {
        if (this.socket.writable && output.length > 0) {
            this.socket.write(output)
        }
    }

    read(data) {
        this.received = this.received.length > 0 ? Buffer.concat([this.received, data]) : data
        for (let length; (length = this.messageLength()) <= this.received.length; ) {
            const whole = this.received.subarray(0, length)
            this.received = this.received.subarray(length)
            this.started ? this.take(whole) : this.greet(whole)
        }
    }

    messageLength() {
        const at = this.started ? 1 : 0
        return this.received.length < at + 4 ? Infinity : at + this.received.readInt32BE(at)
    }

    greet(whole) {
        const code = whole.readInt32BE(4)
        if (code === 80877103 || code === 80877104) {
            this.socket.write('N') // Neither TLS nor GSSAPI.
        } else if (code === 80877102) {
            this.socket.end() // A query cannot be cancelled.
        } else {
            this.started = true
            this.session.run(this, whole, true)
        }
    }

    take(whole) {
        const type = String.fromCharCode(whole[0])
        if (type === 'X') {
            this.socket.end()
            return
        }
        this.pending.push(this.translate(type, whole))
        if (type === 'Q' || type === 'S' || type === 'H') {
            this.session.run(this, Buffer.concat(this.pending), type !== 'H')
            this.pending = []
        }
    }

    // A prepared statement's name is the client's own, in a session that is not.
    translate(type, whole) {
        const text = (from = 5) => whole.toString('utf8', from, whole.indexOf(0, from))
        const named = at => whole[at] === 0 ? whole
            : message(type, Buffer.concat([whole.subarray(5, at), Buffer.from(`${this.number}:`), whole.subarray(at)]))
        switch (type) {
            case 'Q':
                this.heed(text())
                // PGlite would wait for the data for good, and everyone with it.
                return /^\s*copy\b.*\bfrom\s+stdin\b/is.test(text()) ? message('Q', `${RefusedCopy}\0`) : whole
            case 'P':
                this.heed(text(whole.indexOf(0, 5) + 1))
                return named(5)
            case 'B':
                return named(whole.indexOf(0, 5) + 1)
            case 'C':
            case 'D':
                return whole[5] === 0x53 ? named(6) : whole
            default:
                return whole
        }
    }

    heed(sql) {
        for (const [, quoted, plain] of sql.matchAll(/\blisten\s+(?:"([^"]+)"|(\w+))/gi)) {
            this.channels.add(quoted ?? plain.toLowerCase())
        }
    }
}

const RefusedCopy = "DO $$BEGIN RAISE 'PGlite takes no COPY from a client' USING ERRCODE = 'feature_not_supported'; END$$"

function message(type, content = '') {
    const body = Buffer.from(content)
    const head = Buffer.alloc(5, type)
    head.writeInt32BE(body.length + 4, 1)
    return Buffer.concat([head, body])
}

await (isMainThread ? command() : serve())
