//! Calls of Ruby.

use automode_model::Verb as V;

use super::{Do, Table};

/// What is known of Ruby.
pub const TABLE: Table = Table {
    calls: &[
        (
            "puts print p pp printf sprintf format putc gets readline readlines Integer Float String Array Hash Rational Complex rand srand sleep exit \
             exit! abort raise fail loop proc lambda catch throw block_given? warn at_exit attr_accessor attr_reader attr_writer include extend prepend \
             private public protected module_function freeze caller caller_locations require_gem using refine alias_method attr_ display inspect to_s \
             object_id instance_variable_get instance_variables class fork trap test __method__ frozen? yield global_variables local_variables \
             gsub sub chomp chop",
            Do::Pure,
        ),
        (
            "JSON.* Time.* Date.* DateTime.* Math.* SecureRandom.* Digest.* Base64.strict_encode64 Base64.encode64 Base64.urlsafe_encode64 Set.* Struct.* \
             OpenStruct.* StringIO.* Regexp.* Integer.* Float.* String.* Array.* Hash.* Random.* Rational.* Complex.* BigDecimal BigDecimal.* \
             Comparable.* Enumerator.* Range.* Symbol.* Process.clock_gettime Process.pid Process.ppid Process.wait Process.uid Process.detach GC.* \
             RbConfig.* Etc.* Shellwords.* Benchmark.* Timeout.* Forwardable.* Singleton.* PP.* CSV.parse CSV.parse_line CSV.generate CSV.generate_line \
             CSV.new YAML.safe_load YAML.dump YAML.load YAML.load_stream Psych.safe_load Psych.dump URI.parse URI.join URI.encode_www_form \
             URI.decode_www_form URI.encode_www_form_component URI.decode_www_form_component URI.extract URI CGI.escape CGI.unescape CGI.escapeHTML \
             CGI.unescapeHTML ERB.Util.* Zlib.* Encoding.* Thread.* Mutex.* Queue.* Fiber.* Ractor.* Exception.* Object.new BasicObject.new Class.new \
             Module.new Proc.new Gem.* Bundler.* OptionParser.* Logger.* Nokogiri.* STDOUT.* STDERR.* STDIN.* $stdout.* $stderr.* $stdin.* ARGV.* ARGF.* \
             Kernel.puts Kernel.print Kernel.format Kernel.sprintf Kernel.rand Kernel.sleep Kernel.exit Kernel.raise Kernel.loop Kernel.warn \
             Kernel.Integer Kernel.Float Signal.list Signal.trap IO.console ObjectSpace.count_objects Tempfile.* Dir.mktmpdir Dir.tmpdir Marshal.dump \
             RubyVM.YJIT.* RUBY_VERSION Warning.* Ripper.* Prime.* Matrix.* Data.define Coverage.* Observable.* Abbrev.* English.* IRB.VERSION",
            Do::Pure,
        ),
        (
            "File.exist? File.exists? File.file? File.directory? File.basename File.dirname File.extname File.size File.mtime File.stat File.lstat \
             File.readable? File.writable? File.executable? File.symlink? File.zero? File.realpath File.absolute_path File.expand_path File.split \
             File.fnmatch File.fnmatch? File.ftype File.SEPARATOR File.ctime File.atime File.size? File.empty? File.identical? Dir.exist? Dir.empty?",
            Do::Pure,
        ),
        (
            "File.read File.readlines File.foreach File.binread IO.read IO.readlines IO.foreach IO.binread File.readlink Dir.entries Dir.children \
             Dir.each_child Dir.foreach CSV.read CSV.foreach CSV.table YAML.load_file YAML.safe_load_file YAML.unsafe_load_file_ JSON.load_file \
             Pathname.glob File.open_ Dir.open",
            Do::Path(V::Read, 0),
        ),
        ("Dir.glob Dir.[]", Do::Glob),
        (
            "File.write IO.write File.binwrite IO.binwrite Dir.mkdir File.truncate File.utime File.mkfifo",
            Do::Path(V::Write, 0),
        ),
        ("File.open File.new IO.open CSV.open Zip.File.open File.for_fd", Do::Open),
        ("open Kernel.open URI.open", Do::Open),
        (
            "File.delete File.unlink FileUtils.rm FileUtils.rm_f FileUtils.remove FileUtils.safe_unlink FileUtils.remove_file",
            Do::Paths(V::Delete),
        ),
        (
            "Dir.delete Dir.rmdir Dir.unlink FileUtils.rm_r FileUtils.rm_rf FileUtils.rmtree FileUtils.remove_dir FileUtils.remove_entry \
             FileUtils.remove_entry_secure FileUtils.rmdir rm rm_f rm_r rm_rf rmtree remove_dir",
            Do::Tree(V::Delete, 0),
        ),
        (
            "FileUtils.mkdir FileUtils.mkdir_p FileUtils.makedirs FileUtils.touch FileUtils.mkpath mkdir mkdir_p touch",
            Do::Paths(V::Write),
        ),
        (
            "FileUtils.cp FileUtils.cp_r FileUtils.copy FileUtils.copy_file FileUtils.install FileUtils.copy_entry IO.copy_stream cp cp_r",
            Do::Two(V::Read, V::Write),
        ),
        ("FileUtils.mv FileUtils.move File.rename mv", Do::Two(V::Move, V::Write)),
        (
            "File.symlink File.link FileUtils.ln FileUtils.ln_s FileUtils.ln_sf FileUtils.link FileUtils.symlink ln_s",
            Do::Two(V::Read, V::Link),
        ),
        ("FileUtils.pwd FileUtils.compare_file FileUtils.identical? FileUtils.uptodate?", Do::Pure),
        ("File.chmod FileUtils.chmod FileUtils.chmod_R", Do::Path(V::Chmod, 1)),
        ("File.chown FileUtils.chown FileUtils.chown_R", Do::Path(V::Chown, 2)),
        ("FileUtils.cd FileUtils.chdir Dir.chdir", Do::Chdir),
        ("Dir.pwd Dir.getwd", Do::Cwd),
        ("Dir.home", Do::Home),
        ("File.join", Do::Join),
        ("Pathname Pathname.new", Do::PathObject),
        ("Base64.decode64 Base64.strict_decode64 Base64.urlsafe_decode64", Do::Base64),
        ("ENV ENV.fetch ENV.[] ENV.to_h ENV.each ENV.keys ENV.key? ENV.values ENV.select ENV.map", Do::Env),
        (
            "system exec spawn Kernel.system Kernel.exec Kernel.spawn Process.spawn Process.exec IO.popen Open3.capture2 Open3.capture2e Open3.capture3 \
             Open3.popen2 Open3.popen2e Open3.popen3 Open3.pipeline sh PTY.spawn",
            Do::Shell,
        ),
        ("Process.kill", Do::Kill),
        (
            "eval Kernel.eval instance_eval class_eval module_eval class_exec_ TOPLEVEL_BINDING.eval binding.eval RubyVM.InstructionSequence.compile",
            Do::Eval,
        ),
        ("require load require_relative autoload Kernel.require Kernel.load", Do::Load),
        ("send public_send __send__ Kernel.send Kernel.public_send", Do::Method),
        ("Object.const_get Module.const_get Kernel.const_get const_get", Do::Member),
        (
            "Net.HTTP.get Net.HTTP.get_response Net.HTTP.get_print HTTParty.get Faraday.get RestClient.get Excon.get HTTP.get OpenURI.open_uri",
            Do::Fetch(0),
        ),
        (
            "Net.HTTP.post Net.HTTP.post_form HTTParty.post HTTParty.put HTTParty.delete Faraday.post RestClient.post RestClient.put RestClient.delete \
             Excon.post HTTP.post",
            Do::Send(0),
        ),
        (
            "Net.HTTP.new Net.HTTP.start Net.SMTP.start Net.SMTP.new Net.FTP.open Net.FTP.new Net.SSH.start Net.SCP.start Net.IMAP.new",
            Do::SendHost,
        ),
        ("Net.HTTP.Get Net.HTTP.Get.new Net.HTTP.Head.new", Do::Pure),
        ("Net.HTTP.Post.new Net.HTTP.Put.new Net.HTTP.Delete.new Net.HTTP.Patch.new", Do::Send(0)),
        ("WEBrick.HTTPServer.new TCPServer.new TCPServer.open", Do::Listen),
        ("Resolv.getaddress Resolv.getname Resolv.new Socket.gethostname_", Do::Probe),
        ("Socket.gethostname IPAddr.new IPSocket.getaddress", Do::Pure),
        ("ActiveRecord.Base.connection.execute", Do::Sql),
    ],
    methods: &[
        ("unlink rmtree rmdir", Do::Tree(V::Delete, 0)),
        ("binwrite mkpath", Do::Path(V::Write, 9)),
        ("send public_send __send__", Do::Method),
        (
            "system exec spawn popen instance_eval class_eval module_eval eval instance_exec class_exec const_get constantize safe_constantize define_method method instance_method public_method binding method_missing",
            Do::Unclear,
        ),
        ("exec_query select_all execute", Do::Sql),
        (
            "delete_all destroy_all destroy update_all truncate drop_table destroy! delete_by destroy_by insert_all upsert_all",
            Do::Unclear,
        ),
    ],
    modules: "Kernel File Dir IO FileUtils Process Open3 PTY Socket TCPSocket UDPSocket UNIXSocket TCPServer Net Object Module Marshal Fiddle WIN32OLE ObjectSpace RubyVM Signal ERB YAML Psych Etc DRb \
        TOPLEVEL_BINDING Syslog Pathname BasicObject Class",
    computing: "",
};
