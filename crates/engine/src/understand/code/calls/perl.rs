//! Calls of Perl.

use automode_model::Verb as V;

use super::{Do, Table};

/// What is known of Perl.
pub const TABLE: Table = Table {
    calls: &[
        (
            "print printf say length substr index rindex uc lc ucfirst lcfirst fc join split push pop shift unshift splice reverse sort map grep keys \
             values each exists delete defined undef scalar wantarray ref bless die warn exit sprintf abs int sqrt sin cos atan2 exp log hex oct rand \
             srand time times localtime gmtime sleep chomp chop chr ord pack unpack vec pos quotemeta study reset eof close binmode fileno seek tell getc \
             readline read sysread stat lstat caller lock prototype local wait waitpid pipe croak confess carp cluck closedir readdir rewinddir select \
             getppid getpwuid getpwnam getlogin getgrgid sysseek alarm not STDIN STDOUT STDERR ARGV __PACKAGE__ __END__ syswrite flock __FILE__ __LINE__ \
             truncate_ fork evalbytes_ formline dump_ continue last next redo eq tie_ untie",
            Do::Pure,
        ),
        (
            "Dumper Data::Dumper.* Data::Dumper->* List::Util.* Scalar::Util.* POSIX.floor POSIX.ceil POSIX.strftime POSIX.fmod POSIX.isatty \
             POSIX.INT_MAX POSIX.DBL_MAX POSIX.strtol floor ceil strftime fmod mktime JSON::PP.* decode_json encode_json from_json to_json JSON.* \
             JSON::XS.* MIME::Base64.encode encode_base64 Time::HiRes.* Time::Local.* timelocal timegm Getopt::Long.* GetOptions File::Basename.* \
             basename dirname fileparse File::Spec.* File::Spec::Functions.* catdir Cwd.* cwd getcwd abs_path realpath Encode.* encode decode encode_utf8 \
             decode_utf8 Digest::MD5.* Digest::SHA.* md5_hex sha1_hex sha256_hex sha512_hex md5 sha1 sha256 Text::Wrap.* Text::ParseWords.* shellwords \
             quotewords wrap Text::Abbrev.* Math::* Term::ANSIColor.* colored Unicode::* charnames.* utf8.* Carp.* Config.* constant.* sum sum0 min max \
             first reduce shuffle uniq uniqnum any all none pairs pairkeys pairvalues blessed looks_like_number reftype dualvar weaken minstr maxstr \
             product usleep gettimeofday tv_interval Text::CSV.* YAML.Load YAML.Dump Tie::* Time::Piece.* HTML::Entities.* URI::Escape.* uri_escape \
             uri_unescape bigint.* bignum.* Benchmark.* timethis timethese cmpthese version.* English.* B.perlstring Module::Load::* Module::CoreList.* \
             File::Temp.* tempfile tempdir Storable.dclone dclone Test::More.* ok is isnt like is_deeply done_testing plan diag note pass fail cmp_ok",
            Do::Pure,
        ),
        ("unlink", Do::Paths(V::Delete)),
        (
            "rmdir rmtree remove_tree File::Path.rmtree File::Path.remove_tree File::Path::rmtree File::Path::remove_tree",
            Do::Tree(V::Delete, 0),
        ),
        ("mkdir mkpath make_path File::Path.make_path File::Path.mkpath truncate utime", Do::Path(V::Write, 0)),
        ("rename move mv File::Copy.move File::Copy::move", Do::Two(V::Move, V::Write)),
        ("copy cp File::Copy.copy File::Copy::copy dircopy fcopy", Do::Two(V::Read, V::Write)),
        ("link symlink", Do::Two(V::Read, V::Link)),
        ("chmod", Do::Path(V::Chmod, 1)),
        ("chown", Do::Path(V::Chown, 2)),
        (
            "opendir glob read_file read_text slurp find finddepth File::Find.find File::Find::find",
            Do::Path(V::Read, 1),
        ),
        ("write_file append_file write_text spew", Do::Path(V::Write, 0)),
        ("open", Do::PerlOpen),
        ("sysopen", Do::Path(V::Write, 1)),
        ("chdir", Do::Chdir),
        ("catfile", Do::Join),
        ("decode_base64 MIME::Base64.decode", Do::Base64),
        (
            "system exec readpipe IPC::Open3.open3 IPC::System::Simple.* capture systemx capturex IPC::Run.run run",
            Do::Shell,
        ),
        ("open2 open3", Do::Unclear),
        ("eval evalbytes", Do::Eval),
        ("require do", Do::Load),
        ("kill", Do::Kill),
        ("get getprint head LWP::Simple.get LWP::Simple::get mirror getstore", Do::Fetch(0)),
        ("path Path::Tiny.path", Do::PathObject),
        (
            "socket connect bind listen accept send recv syscall ioctl fcntl dbmopen goto dump setpgrp setpriority",
            Do::Unclear,
        ),
    ],
    methods: &[
        ("remove remove_tree rmtree", Do::Tree(V::Delete, 0)),
        ("spew spew_utf8 touch mkpath append_utf8", Do::Path(V::Write, 9)),
        ("do prepare execute selectall_arrayref selectrow_array", Do::Sql),
        ("system exec run eval can", Do::Unclear),
    ],
    modules: "POSIX File::Path File::Copy File::Find IO::Socket IO::Socket::INET IO::Socket::SSL Socket IPC::Open2 IPC::Open3 IPC::Run LWP LWP::Simple LWP::UserAgent HTTP::Tiny HTTP::Request Net::FTP Net::SMTP Net::SSH \
        Storable DynaLoader XSLoader Inline Inline::C Safe Opcode B CORE CORE::GLOBAL UNIVERSAL Symbol FFI::Platypus Win32 Sys::Syslog IO::File IO::Handle IO::Pipe FileHandle lib",
    computing: "strict warnings utf8 feature vars integer less sort bytes locale open overload parent base subs diagnostics autodie experimental mro re fields if threads",
};
