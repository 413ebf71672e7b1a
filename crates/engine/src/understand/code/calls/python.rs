//! Calls of Python.

use automode_model::Verb as V;

use super::{Do, Table};

/// What is known of Python.
pub const TABLE: Table = Table {
    calls: &[
        (
            "print len range str int float bool list dict set tuple sorted reversed enumerate zip map filter sum min max abs round any all isinstance \
             issubclass type repr ord chr hex bin oct id hash iter next format input bytes bytearray memoryview slice frozenset complex divmod pow \
             callable object property staticmethod classmethod hasattr dir help exit quit ascii aiter anext unicode xrange raw_input long unichr cmp \
             reduce breakpointless NotImplemented Ellipsis SystemExit vars bytes.fromhex bytearray.fromhex float.fromhex bytes.maketrans int.from_bytes \
             dict.fromkeys str.maketrans str.join",
            Do::Pure,
        ),
        (
            "json.* re.* math.* datetime.* time.* collections.* itertools.* functools.* hashlib.* hmac.* struct.* textwrap.* csv.* string.* random.* \
             statistics.* decimal.* fractions.* typing.* typing_extensions.* dataclasses.* enum.* pprint.* unicodedata.* uuid.* copy.* operator.* html.* \
             difflib.* secrets.* calendar.* bisect.* heapq.* inspect.* argparse.* platform.* sysconfig.* tomllib.* toml.* contextlib.* abc.* locale.* \
             traceback.* keyword.* token.* tokenize.* binascii.* configparser.* colorsys.* ipaddress.* warnings.* shlex.* urllib.parse.* mimetypes.* \
             array.* numbers.* cmath.* zoneinfo.* gettext.* errno.* stat.* queue.* graphlib.* dis.* fnmatch.* cgi.escape http.HTTPStatus.* email.* \
             quopri.* xml.* unittest.* doctest.* sched.* optparse.* getopt.* this.* antigravity.* __future__.* stringprep.* linecache.* pyclbr.* \
             symtable.* tabnanny.* zipapp.get_interpreter pwd.* grp.* nis.* crypt.* __name__",
            Do::Pure,
        ),
        (
            "sys.argv sys.stdin.* sys.stdin sys.stdout.* sys.stdout sys.stderr.* sys.stderr sys.exit sys.version sys.version_info.* sys.version_info \
             sys.platform sys.executable sys.path sys.maxsize sys.byteorder sys.getsizeof sys.getrecursionlimit sys.setrecursionlimit sys.exc_info \
             sys.flags.* sys.flags sys.implementation.* sys.prefix sys.base_prefix sys.exec_prefix sys.getdefaultencoding sys.getfilesystemencoding \
             sys.builtin_module_names sys.stdlib_module_names sys.hexversion sys.float_info.* sys.int_info.* sys.getrefcount sys.intern sys.is_finalizing \
             sys.warnoptions sys.setswitchinterval sys.set_int_max_str_digits sys.get_int_max_str_digits sys.copyright sys.api_version sys.thread_info \
             sys.__stdout__.* sys.__stderr__.*",
            Do::Pure,
        ),
        (
            "os.path.exists os.path.isfile os.path.isdir os.path.islink os.path.basename os.path.dirname os.path.splitext os.path.getsize \
             os.path.getmtime os.path.getctime os.path.getatime os.path.relpath os.path.realpath os.path.abspath os.path.normpath os.path.split \
             os.path.commonpath os.path.commonprefix os.path.isabs os.path.samefile os.path.lexists os.path.ismount os.path.sep os.path.* os.sep \
             os.linesep os.name os.pathsep os.curdir os.pardir os.extsep os.devnull os.getpid os.getppid os.getuid os.geteuid os.getgid os.getegid \
             os.getlogin os.uname os.cpu_count os.getloadavg os.times os.urandom os.strerror os.access os.stat os.lstat os.statvfs os.fspath os.fsencode \
             os.fsdecode os.get_terminal_size os.isatty os.umask os.close os.read os.write os.fstat os.lseek os.pipe os.dup os.dup2 os.fdopen os.fsync \
             os.sync os.getpgid os.getpgrp os.sched_getaffinity os.getrandom os.waitpid os.wait os.fork os.WEXITSTATUS os.WIFEXITED os.WIFSIGNALED os.WTERMSIG os.PathLike os.error os.setsid \
             os.get_exec_path os.sysconf os.confstr os.getpriority os.nice os._exit os.abort os.process_cpu_count os.readlink os.getgroups os.path",
            Do::Pure,
        ),
        (
            "os.listdir os.scandir os.walk os.fwalk os.listxattr linecache.getline filecmp.cmp filecmp.dircmp",
            Do::Path(V::Read, 0),
        ),
        ("glob.glob glob.iglob", Do::Glob),
        ("glob.escape", Do::Pure),
        ("os.remove os.unlink", Do::Path(V::Delete, 0)),
        ("os.rmdir os.removedirs shutil.rmtree send2trash.send2trash", Do::Tree(V::Delete, 0)),
        (
            "os.mkdir os.makedirs os.mknod os.mkfifo os.truncate os.utime os.setxattr os.removexattr",
            Do::Path(V::Write, 0),
        ),
        ("shutil.unpack_archive logging.basicConfig", Do::Path(V::Write, 1)),
        ("os.rename os.replace os.renames shutil.move", Do::Two(V::Move, V::Write)),
        (
            "shutil.copy shutil.copy2 shutil.copyfile shutil.copytree shutil.copymode shutil.copystat",
            Do::Two(V::Read, V::Write),
        ),
        ("shutil.make_archive", Do::Path(V::Write, 0)),
        ("os.symlink os.link", Do::Two(V::Read, V::Link)),
        ("os.chmod os.lchmod os.chflags", Do::Path(V::Chmod, 0)),
        ("os.chown os.lchown shutil.chown", Do::Path(V::Chown, 0)),
        (
            "shutil.which shutil.disk_usage shutil.get_terminal_size shutil.copyfileobj shutil.get_archive_formats shutil.ignore_patterns",
            Do::Pure,
        ),
        (
            "open io.open _io.open _io.FileIO io.FileIO codecs.open gzip.open bz2.open lzma.open bz2.BZ2File gzip.GzipFile lzma.LZMAFile os.open tarfile.open zipfile.ZipFile \
             zipfile.PyZipFile tarfile.TarFile os.popen_ wave.open fileinput.input fileinput.FileInput aiofiles.open dbm.open dbm.gnu.open dbm.ndbm.open \
             dbm.dumb.open",
            Do::Open,
        ),
        (
            "zipfile.is_zipfile tarfile.is_tarfile mmap.mmap linecache.getlines sqlite3.connect tokenize.open imghdr.what",
            Do::Path(V::Read, 0),
        ),
        (
            "zipfile.Path zipfile.ZipInfo tarfile.TarInfo sqlite3.Row sqlite3.register_adapter sqlite3.sqlite_version sqlite3.version",
            Do::Pure,
        ),
        (
            "io.StringIO io.BytesIO io.TextIOWrapper io.SEEK_SET gzip.compress gzip.decompress bz2.compress bz2.decompress lzma.compress lzma.decompress \
             zlib.* codecs.decode codecs.encode codecs.getreader codecs.getwriter",
            Do::Pure,
        ),
        ("base64.b64decode base64.standard_b64decode base64.urlsafe_b64decode base64.decodebytes", Do::Base64),
        ("base64.*", Do::Pure),
        ("ast.literal_eval ast.parse ast.dump ast.walk ast.unparse ast.*", Do::Pure),
        ("pathlib.Path pathlib.PosixPath Path pathlib.PurePath pathlib.PurePosixPath", Do::PathObject),
        ("pathlib.Path.home Path.home", Do::Home),
        ("pathlib.Path.cwd Path.cwd os.getcwd os.getcwdb", Do::Cwd),
        ("os.path.expanduser", Do::Home),
        ("os.path.join", Do::Join),
        ("os.path.expandvars", Do::Same),
        ("os.chdir os.fchdir contextlib.chdir", Do::Chdir),
        (
            "os.environ.get os.getenv os.environ os.environb os.environ.copy os.environ.items os.environ.keys os.environ.values os.environ.setdefault \
             os.environ.pop",
            Do::Env,
        ),
        (
            "os.system os.popen subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen subprocess.getoutput \
             subprocess.getstatusoutput commands.getoutput commands.getstatusoutput asyncio.create_subprocess_shell os.popen2 os.popen3 pexpect.spawn \
             pexpect.spawnu pexpect.run",
            Do::Shell,
        ),
        ("asyncio.create_subprocess_exec os.execl os.execlp", Do::Words),
        ("os.execv os.execvp os.posix_spawn os.posix_spawnp", Do::Program),
        (
            "os.execle os.execlpe os.execve os.execvpe os.spawnl os.spawnle os.spawnlp os.spawnlpe os.spawnv os.spawnve os.spawnvp os.spawnvpe pty.* \
             os.startfile os.forkpty",
            Do::Unclear,
        ),
        (
            "subprocess.PIPE subprocess.DEVNULL subprocess.STDOUT subprocess.list2cmdline subprocess.CompletedProcess",
            Do::Pure,
        ),
        ("os.kill os.killpg signal.pthread_kill", Do::Kill),
        (
            "signal.signal signal.alarm signal.pause signal.getsignal signal.Signals signal.strsignal signal.siginterrupt signal.setitimer",
            Do::Pure,
        ),
        (
            "requests.get requests.head requests.options requests.request httpx.get httpx.head httpx.request httpx.stream urllib.request.urlopen \
             urllib.urlopen urllib2.urlopen urllib.request.Request urllib2.Request aiohttp.request urllib3.request webbrowser.open \
             webbrowser.open_new_tab feedparser.parse",
            Do::Fetch(0),
        ),
        (
            "requests.post requests.put requests.patch requests.delete httpx.post httpx.put httpx.patch httpx.delete",
            Do::Send(0),
        ),
        ("urllib.request.urlretrieve wget.download", Do::Fetch(0)),
        (
            "requests.Session requests.session requests.sessions.Session httpx.Client httpx.AsyncClient aiohttp.ClientSession urllib3.PoolManager",
            Do::Client,
        ),
        (
            "urllib.request.build_opener requests.exceptions.* requests.codes.* requests.auth.* urllib.error.* httpx.Timeout aiohttp.ClientTimeout requests.adapters.* \
             requests.packages.* urllib3.disable_warnings urllib3.util.* http.cookiejar.* urllib.request.install_opener urllib.request.ProxyHandler \
             urllib.request.HTTPCookieProcessor",
            Do::Pure,
        ),
        (
            "http.client.HTTPConnection http.client.HTTPSConnection httplib.HTTPConnection httplib.HTTPSConnection smtplib.SMTP smtplib.SMTP_SSL \
             ftplib.FTP ftplib.FTP_TLS imaplib.IMAP4_SSL poplib.POP3_SSL telnetlib.Telnet socket.create_connection socket.socket().connect socket.socket().connect_ex websocket.create_connection \
             xmlrpc.client.ServerProxy nntplib.NNTP",
            Do::SendHost,
        ),
        (
            "http.server.HTTPServer http.server.test socketserver.TCPServer socketserver.ThreadingTCPServer http.server.ThreadingHTTPServer \
             wsgiref.simple_server.make_server socket.socket().bind socket.socket().listen",
            Do::Listen,
        ),
        ("http.server.* http.client.* http.cookies.* wsgiref.* socketserver.*", Do::Pure),
        (
            "socket.gethostbyname socket.getaddrinfo socket.getfqdn socket.gethostbyaddr socket.gethostbyname_ex dns.resolver.resolve",
            Do::Probe,
        ),
        (
            "socket.gethostname socket.inet_aton socket.inet_ntoa socket.inet_pton socket.inet_ntop socket.htons socket.ntohs socket.getservbyname \
             socket.setdefaulttimeout socket.socket socket.socket().settimeout socket.socket().setblocking socket.socket().setsockopt \
             socket.socket().close socket.socket().shutdown socket.socket().recv socket.socket().send socket.socket().sendall \
             socket.socket().getsockname socket.socket().getpeername socket.socket().fileno socket.socket().__enter__ socket.AF_* socket.SOCK_* socket.SOL_* socket.SO_* socket.IPPROTO_* socket.TCP_* socket.SHUT_* \
             socket.error socket.timeout socket.gaierror",
            Do::Pure,
        ),
        ("timeit.timeit timeit.repeat", Do::Timed),
        ("eval exec compile execfile cProfile.run profile.run code.interact", Do::Eval),
        ("timeit.default_timer timeit.Timer cProfile.Profile pstats.*", Do::Pure),
        (
            "__import__ importlib.import_module runpy.run_path runpy.run_module importlib.__import__ logging.config.fileConfig \
             doctest.testfile ctypes.CDLL ctypes.PyDLL ctypes.cdll.LoadLibrary",
            Do::Load,
        ),
        (
            "importlib.metadata.* importlib.util.find_spec importlib.resources.* importlib.reload pkg_resources.* site.getsitepackages \
             site.getusersitepackages site.getuserbase pkgutil.iter_modules pkgutil.walk_packages pkgutil.find_loader importlib.invalidate_caches",
            Do::Pure,
        ),
        ("getattr", Do::Member),
        ("sys.path.insert sys.path.append sys.path.extend site.addsitedir", Do::SearchPath),
        (
            "logging.FileHandler logging.handlers.RotatingFileHandler logging.handlers.TimedRotatingFileHandler",
            Do::Path(V::Write, 0),
        ),
        (
            "logging.* threading.* concurrent.futures.* multiprocessing.* asyncio.* atexit.* weakref.* gc.* tracemalloc.* resource.* faulthandler.* \
             selectors.* select.* contextvars.*",
            Do::Pure,
        ),
        (
            "tempfile.gettempdir tempfile.mkdtemp tempfile.mkstemp tempfile.mktemp tempfile.NamedTemporaryFile tempfile.TemporaryDirectory \
             tempfile.TemporaryFile tempfile.SpooledTemporaryFile",
            Do::Pure,
        ),
        (
            "getpass.getuser getpass.getpass types.SimpleNamespace types.MappingProxyType types.GeneratorType types.ModuleType.x types.FunctionType.x",
            Do::Pure,
        ),
        (
            "yaml.safe_load yaml.safe_load_all yaml.safe_dump yaml.safe_dump_all yaml.dump yaml.load yaml.load_all yaml.SafeLoader yaml.FullLoader \
             yaml.CSafeLoader yaml.BaseLoader yaml.compose yaml.YAMLError yaml.add_constructor yaml.add_representer yaml.dump_all",
            Do::Pure,
        ),
        ("dotenv.load_dotenv dotenv.find_dotenv", Do::Pure),
        ("dotenv.dotenv_values dotenv.get_key", Do::Path(V::Read, 0)),
        ("dotenv.set_key dotenv.unset_key", Do::Path(V::Write, 0)),
        ("pickle.dump pickle.dumps pickle.HIGHEST_PROTOCOL cPickle.dumps marshal.dumps", Do::Pure),
        ("readline.* curses.* tkinter.Tcl.x cmd.Cmd", Do::Pure),
        ("distutils.spawn.find_executable distutils.sysconfig.* distutils.version.*", Do::Pure),
    ],
    methods: &[
        ("unlink", Do::Paths(V::Delete)),
        ("rmtree rmdir rmtree_p", Do::Tree(V::Delete, 0)),
        ("write_text write_bytes touch symlink_to hardlink_to", Do::Path(V::Write, 9)),
        ("extractall extract", Do::Path(V::Write, 0)),
        ("execute executemany executescript", Do::Sql),
        (
            "sendmail send_message storbinary sendall connect connect_ex sendto exec_command create_connection bind load_extension",
            Do::Unclear,
        ),
        ("system popen", Do::Unclear),
    ],
    modules: "os sys subprocess shutil pathlib socket ssl http urllib urllib2 urllib3 requests httpx aiohttp smtplib ftplib ctypes cffi pty pickle \
        cPickle dill joblib marshal shelve importlib runpy code codeop builtins __builtin__ __main__ multiprocessing asyncio tempfile zipfile tarfile \
        signal webbrowser telnetlib imaplib poplib nntplib xmlrpc xmlrpclib socketserver platform site pkgutil pkg_resources glob io codecs gzip bz2 \
        lzma sqlite3 dbm mmap fcntl termios tty resource syslog winreg msvcrt _winapi posix nt imp zipimport distutils setuptools pip ensurepip venv \
        lib2to3 idlelib turtle tkinter types gc pdb bdb trace profile cProfile timeit pexpect paramiko fabric invoke sh plumbum pyautogui \
        pynput keyring getpass spwd logging commands popen2 yaml send2trash wget websocket websockets scapy nmap impacket boto3 botocore \
        dotenv _io filecmp wave fileinput aiofiles httplib dns compileall py_compile _posixsubprocess _ctypes _thread readline antigravity base64 ast csv cmd",
    computing: "numpy np pandas pd matplotlib plt scipy sklearn seaborn sns plotly PIL cv2 polars pl networkx nx sympy torch tensorflow tf keras jax \
        bs4 lxml html5lib markdown markdown2 mistune jinja2 pygments rich tabulate tqdm click dateutil pytz arrow pendulum pydantic attr attrs \
        marshmallow jsonschema regex chardet charset_normalizer simplejson orjson ujson rapidjson msgpack tomli tomlkit tomli_w ruamel pyyaml \
        openpyxl xlrd docx pptx pypdf PyPDF2 fitz pdfplumber reportlab statsmodels nltk spacy gensim transformers tokenizers tiktoken datasets \
        pyarrow fastparquet h5py shapely geopandas folium colorama termcolor humanize inflect faker more_itertools toolz cytoolz numba packaging \
        semver wcwidth six future cryptography nacl jwt passlib bcrypt sentencepiece onnx einops skimage imageio soundfile librosa",
};
