//! Calls of JavaScript in Node.js, Deno and Bun.

use automode_model::Verb as V;

use super::{Do, Table};

/// What is known of JavaScript.
pub const TABLE: Table = Table {
    calls: &[
        (
            "console.* JSON.* Math.* Object.* Array Array.* String String.* Number Number.* Boolean Symbol Symbol.* BigInt BigInt.* Date Date.* Map Set \
             WeakMap WeakSet WeakRef Promise Promise.* RegExp RegExp.* Error URL URL.* URLSearchParams Buffer Buffer.* TextEncoder TextDecoder Intl.* \
             parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI decodeURI escape unescape clearTimeout clearInterval \
             clearImmediate queueMicrotask structuredClone performance.* btoa AbortController AbortSignal.* Headers Request Response FormData Blob File \
             Event EventTarget CustomEvent Proxy Reflect.ownKeys Reflect.has ArrayBuffer ArrayBuffer.* DataView Uint8Array Uint8Array.* Uint16Array \
             Uint32Array Int8Array Int16Array Int32Array Float32Array Float64Array BigInt64Array Uint8ClampedArray Iterator.* Atomics.* SharedArrayBuffer \
             FinalizationRegistry AggregateError DOMException alert crypto.* globalThis.crypto.* require.resolve require.resolve.paths require.main require.cache \
             module.exports module.exports.* exports exports.* module.id module.filename module.paths import.meta import.meta.* ReadableStream \
             WritableStream TransformStream CompressionStream DecompressionStream MessageChannel navigator.* describe it test expect expect.*",
            Do::Pure,
        ),
        (
            "path.basename path.dirname path.extname path.relative path.parse path.format path.normalize path.isAbsolute path.sep path.delimiter \
             path.posix.* path.win32.* util.* os.* querystring.* url.* assert assert.* events events.* stream stream.* string_decoder.* zlib.* buffer.* \
             readline.* timers timers.* perf_hooks.* async_hooks.* diagnostics_channel.* tty.* punycode.* constants.* test.* sys.* v8.getHeapStatistics \
             v8.serialize v8.getHeapSpaceStatistics node:test.* sea.isSea",
            Do::Pure,
        ),
        (
            "process.exit process.argv process.argv.* process.stdout process.stdout.* process.stderr process.stderr.* process.stdin process.stdin.* \
             process.version process.versions process.versions.* process.platform process.arch process.memoryUsage process.memoryUsage.* process.hrtime \
             process.hrtime.* process.on process.once process.off process.emit process.nextTick process.uptime process.pid process.ppid process.exitCode \
             process.title process.execPath process.execArgv process.cpuUsage process.release process.release.* process.config process.config.* \
             process.features process.features.* process.emitWarning process.getuid process.getgid process.geteuid process.umask process.abort \
             process.removeAllListeners process.resourceUsage process.report.* process.allowedNodeEnvironmentFlags process.send process.connected \
             process.isBun __dirname __filename",
            Do::Pure,
        ),
        ("path.join path.resolve", Do::Join),
        ("os.homedir", Do::Home),
        ("process.cwd Deno.cwd", Do::Cwd),
        ("process.chdir Deno.chdir", Do::Chdir),
        ("process.env Deno.env.get Bun.env Deno.env.toObject process.env.*", Do::Env),
        ("atob", Do::Base64),
        ("setTimeout setInterval setImmediate", Do::Callback(0)),
        (
            "fs.readFileSync fs.readFile fs.readdirSync fs.readdir fs.statSync fs.stat fs.lstatSync fs.lstat fs.createReadStream fs.opendirSync \
             fs.opendir fs.watch fs.watchFile fs.readlinkSync fs.readlink fs.promises.readFile fs.promises.readdir fs.promises.stat fs.promises.lstat \
             fs.promises.opendir fs.promises.readlink Deno.readTextFile Deno.readTextFileSync Deno.readFile Deno.readFileSync Deno.readDir \
             Deno.readDirSync Deno.stat Deno.statSync Deno.lstat Bun.file fs.glob fs.globSync fs.promises.glob fs.readJson fs.readJsonSync \
             fs.readJSONSync fs.openAsBlob",
            Do::Path(V::Read, 0),
        ),
        (
            "fs.existsSync fs.exists fs.accessSync fs.access fs.realpathSync fs.realpath fs.realpathSync.native fs.promises.access fs.promises.realpath \
             fs.constants fs.constants.* fs.closeSync fs.close fs.fstatSync fs.readSync fs.writeSync fs.read fs.write fs.fsyncSync \
             fs.promises.constants.* fs.pathExists fs.pathExistsSync fs.statfsSync fs.unwatchFile Deno.realPath Deno.realPathSync fs.writevSync",
            Do::Pure,
        ),
        (
            "fs.writeFileSync fs.writeFile fs.appendFileSync fs.appendFile fs.createWriteStream fs.mkdirSync fs.mkdir fs.mkdtempSync fs.mkdtemp \
             fs.truncateSync fs.truncate fs.utimesSync fs.utimes fs.promises.writeFile fs.promises.appendFile fs.promises.mkdir fs.promises.mkdtemp \
             fs.promises.truncate fs.promises.utimes Deno.writeTextFile Deno.writeTextFileSync Deno.writeFile Deno.writeFileSync Deno.mkdir \
             Deno.mkdirSync Bun.write fs.outputFile fs.outputFileSync fs.outputJson fs.outputJsonSync fs.writeJson fs.writeJsonSync fs.writeJSONSync \
             fs.ensureDir fs.ensureDirSync fs.ensureFile fs.ensureFileSync fs.mkdirp fs.mkdirpSync fs.mkdirs Deno.truncate Deno.create",
            Do::Path(V::Write, 0),
        ),
        ("glob glob.* fast-glob fast-glob.* globby globby.* tinyglobby tinyglobby.*", Do::Glob),
        ("fs.unlinkSync fs.unlink fs.promises.unlink", Do::Path(V::Delete, 0)),
        (
            "fs.rmSync fs.rm fs.rmdirSync fs.rmdir fs.promises.rm fs.promises.rmdir Deno.remove Deno.removeSync fs.remove fs.removeSync fs.emptyDir \
             fs.emptyDirSync fs.emptydirSync rimraf rimraf.sync rimraf.rimraf rimraf.rimrafSync del del.sync del.deleteAsync del.deleteSync trash",
            Do::Tree(V::Delete, 0),
        ),
        (
            "fs.copyFileSync fs.copyFile fs.cpSync fs.cp fs.promises.copyFile fs.promises.cp Deno.copyFile Deno.copyFileSync fs.copySync fs.copy",
            Do::Two(V::Read, V::Write),
        ),
        (
            "fs.renameSync fs.rename fs.promises.rename Deno.rename Deno.renameSync fs.move fs.moveSync",
            Do::Two(V::Move, V::Write),
        ),
        (
            "fs.symlinkSync fs.symlink fs.linkSync fs.link fs.promises.symlink fs.promises.link Deno.symlink Deno.symlinkSync Deno.link",
            Do::Two(V::Read, V::Link),
        ),
        ("fs.chmodSync fs.chmod fs.promises.chmod Deno.chmod Deno.chmodSync", Do::Path(V::Chmod, 0)),
        ("fs.chownSync fs.chown fs.promises.chown fs.lchownSync Deno.chown", Do::Path(V::Chown, 0)),
        ("fs.openSync fs.open fs.promises.open Deno.open Deno.openSync", Do::Open),
        (
            "child_process.exec child_process.execSync execa.execaCommand execa.execaCommandSync execa.command execa.commandSync Bun.$",
            Do::Shell,
        ),
        (
            "child_process.spawn child_process.spawnSync child_process.execFile child_process.execFileSync execa execa.execa execa.execaSync execa.sync \
             cross-spawn cross-spawn.sync cross-spawn.spawn Deno.Command",
            Do::Program,
        ),
        ("Bun.spawn Bun.spawnSync Deno.run", Do::Shell),
        ("child_process.fork", Do::Fork),
        (
            "fetch http.get https.get axios axios.get axios.head axios.request got got.get got.head node-fetch undici.fetch undici.request \
             axios.default.get ky ky.get needle.get superagent.get request request.get",
            Do::Fetch(0),
        ),
        (
            "http.request https.request axios.post axios.put axios.patch axios.delete got.post got.put got.patch got.delete ky.post ky.put needle.post \
             superagent.post request.post WebSocket ws ws.WebSocket EventSource XMLHttpRequest undici.stream navigator.sendBeacon",
            Do::Send(0),
        ),
        (
            "http.createServer https.createServer http2.createServer net.createServer Bun.serve Deno.serve Deno.listen express.listen \
             http.createServer().listen https.createServer().listen net.createServer().listen",
            Do::Listen,
        ),
        ("http.createServer().* https.createServer().* net.createServer().*", Do::Pure),
        ("http.STATUS_CODES http.METHODS http.Agent https.Agent axios.isAxiosError http.globalAgent", Do::Pure),
        ("axios.create got.extend ky.create ky.extend", Do::Client),
        ("dns.* dns.promises.* Deno.resolveDns", Do::Probe),
        ("eval Function vm.runInNewContext vm.runInThisContext vm.Script vm.runInContext", Do::Eval),
        ("vm.createContext vm.isContext", Do::Pure),
        ("require import module.require", Do::Load),
        ("Reflect.get", Do::Member),
        ("process.kill", Do::Kill),
        (
            "Deno.args Deno.version Deno.version.* Deno.exit Deno.build.* Deno.pid Deno.stdout.* Deno.stdin.* Deno.inspect Deno.memoryUsage Deno.test \
             Deno.execPath Deno.mainModule Bun.version Bun.hash Bun.hash.* Bun.sleep Bun.which Bun.argv Bun.main Bun.inspect Bun.deepEquals \
             Bun.nanoseconds Bun.gc Bun.password.* Bun.CryptoHasher Bun.Glob Bun.semver.* Bun.color Bun.stringWidth Bun.escapeHTML",
            Do::Pure,
        ),
    ],
    methods: &[
        ("unlinkSync unlink rmSync rmdirSync rmdir removeSync", Do::Tree(V::Delete, 0)),
        (
            "writeFileSync appendFileSync writeFile appendFile mkdirSync renameSync copyFileSync symlinkSync chmodSync copyFile createWriteStream",
            Do::Path(V::Write, 0),
        ),
        ("execSync spawnSync execFileSync exec_command", Do::Unclear),
        ("rm cp", Do::Unclear),
        ("query execute raw $queryRaw $executeRaw $executeRawUnsafe $queryRawUnsafe", Do::Sql),
    ],
    modules: "fs fs/promises fs-extra graceful-fs child_process http https http2 net tls dgram vm worker_threads cluster inspector module repl wasi process os path \
        crypto dns v8 sqlite execa cross-spawn shelljs zx rimraf del bun axios got node-fetch undici ws ssh2 node-ssh nodemailer simple-git node-pty glob fast-glob globby tinyglobby",
    computing: "lodash lodash-es underscore ramda rambda chalk kleur picocolors ansi-colors colorette semver uuid nanoid moment dayjs date-fns luxon yaml js-yaml toml \
        json5 ini dotenv-parse minimist yargs commander yargs-parser cac mri minimatch micromatch picomatch debug ms bytes \
        typescript acorn esprima espree @babel/core @babel/parser @babel/traverse @babel/types recast magic-string source-map postcss prettier marked markdown-it \
        cheerio jsdom htmlparser2 parse5 ajv zod joi yup io-ts immer rxjs bluebird async p-limit p-map qs query-string validator classnames tslib core-js \
        mathjs decimal.js bignumber.js big.js bn.js crypto-js bcryptjs jsonwebtoken jose sharp csv-parse papaparse xlsx pdf-lib handlebars mustache ejs pug nunjucks \
        react react-dom react-dom/server vue svelte preact strip-ansi string-width wrap-ansi cli-table3 ora boxen tiktoken gpt-tokenizer fast-deep-equal deep-equal \
        diff deepmerge object-hash change-case camelcase pluralize slugify",
};
