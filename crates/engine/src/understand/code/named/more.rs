//! What functions of further languages do that stand in a command line for a look: Erlang, the Lisps, and those whose calls need
//! no brackets, of which whatever is named must be listed.

/// Erlang.
pub const ERLANG: &str = "io:format io:put_chars io:fwrite io:nl io_lib:format erlang:system_info erlang:memory erlang:display \
    erlang:statistics erlang:system_time erlang:monotonic_time erlang:integer_to_list erlang:atom_to_list erlang:halt halt \
    init:stop init:get_arguments code:lib_dir code:root_dir code:which code:all_loaded code:get_path erlang:nodes node \
    application:which_applications application:loaded_applications application:get_key application:get_env \
    length element tuple_size list_to_binary binary_to_list integer_to_list list_to_integer atom_to_list list_to_atom hd tl size \
    is_list is_atom is_binary is_integer is_tuple is_map byte_size round trunc abs max min fun case of end if when true false ok \
    timer:sleep crypto:hash eunit:test filename:join filename:basename filename:dirname filelib:is_file filelib:is_dir \
    file:get_cwd unicode:characters_to_list system_info self make_ref now date time";
pub const ERLANG_BEGINNINGS: &str =
    "lists: maps: string: binary: proplists: sets: ordsets: orddict: dict: math: calendar: base64: re:";
pub const ERLANG_READS: &str = "file:read_file file:consult file:list_dir file:read_file_info";

/// Clojure and babashka: `clojure.core`, its string, set, data and printing libraries.
pub const CLOJURE: &str = "println prn print pr pprint pr-str prn-str print-str str format newline flush clojure-version + - * / < > <= >= = == \
    not= not and or if if-not if-let if-some when when-not when-let when-some cond condp case do let letfn fn defn defn- def defonce \
    declare loop recur for doseq dotimes while try catch finally throw comment quote var ns require use in-ns -> ->> as-> some-> some->> \
    cond-> cond->> doto map mapv map-indexed mapcat filter filterv remove reduce reductions keep keep-indexed keys vals key val get get-in assoc assoc-in \
    dissoc update update-in merge merge-with select-keys into conj cons concat first second third rest next last nth nthrest butlast peek pop \
    count empty? seq vec vector list hash-map sorted-map set hash-set sort sort-by group-by frequencies partition partition-by partition-all \
    interleave interpose zipmap take take-while take-last drop drop-while drop-last split-at split-with distinct dedupe flatten reverse shuffle range repeat \
    repeatedly iterate cycle identity constantly comp partial juxt complement apply every? some not-any? not-every? contains? nil? some? true? \
    false? zero? pos? neg? even? odd? number? string? keyword? symbol? map? vector? list? set? coll? fn? int? inc dec max min abs quot rem mod rand \
    rand-int int long double float bigdec name keyword symbol namespace subs type class instance? doc source dir apropos find-doc time \
    meta with-meta atom deref reset! swap! atom? delay force realized? doall dorun run! re-find re-matches re-seq re-pattern parse-long parse-double \
    parse-boolean read-string-edn tap> assert ex-info ex-message ex-data compare hash nil true false macroexpand macroexpand-1 all-ns ns-publics \
    ns-interns find-ns line-seq char char-array bytes System/exit System/getProperty System/currentTimeMillis System/nanoTime shutdown-agents \
    clojure.test/run-tests clojure.test/run-all-tests run-tests run-all-tests & % %1 %2 _ System/lineSeparator Thread/sleep";
pub const CLOJURE_BEGINNINGS: &str = "clojure.string/ str/ string/ clojure.set/ set/ clojure.edn/read-string edn/read-string clojure.pprint/ pp/ \
    clojure.walk/ walk/ clojure.data/ clojure.repl/ repl/ Math/ Integer/ Long/ Double/ json/parse- json/generate- cheshire.core/parse- \
    cheshire.core/generate- clojure.data.json/read-str clojure.data.json/write-str";
pub const CLOJURE_READS: &str = "slurp";
/// Namespaces by whose functions a text reaches out.
pub const CLOJURE_REACHES: &str = "clojure.java clojure.main clojure.core.server clojure.core clojure.lang clojure.tools.deps babashka nrepl java javax sun \
    clj-http org.httpkit hato aleph next.jdbc clojure.tools.build me.raynes fs process shell sh io";

/// Scheme, Racket and Common Lisp.
pub const SCHEME: &str = "display displayln newline write writeln print printf format version system-version lisp-implementation-version \
    lisp-implementation-type machine-type + - * / = < > <= >= quotient remainder modulo abs min max gcd lcm expt sqrt exp log sin cos tan \
    floor ceiling round number->string string->number string-append string? number? symbol? list vector cons car cdr cadr cddr caar null? pair? \
    list? length append reverse map for-each filter foldl foldr fold apply let let* letrec lambda define if cond else case when unless and or not \
    begin quote eq? eqv? equal? zero? even? odd? exit quit sb-ext:exit sb-ext:quit uiop:quit assoc assq member memq number exact->inexact \
    setf setq defun defparameter defvar mapcar reduce princ prin1 terpri loop for in do collect sum dotimes dolist nil t progn first second rest nth";

/// The names that a language's text may hold.
pub fn of(lang: &str) -> Option<&'static str> {
    Some(match lang {
        "haskell" => HASKELL,
        "ocaml" => OCAML,
        "scala" => SCALA,
        "groovy" => GROOVY,
        "kotlin" => KOTLIN,
        "swift" => SWIFT,
        "crystal" => CRYSTAL,
        "nim" => NIM,
        "raku" => RAKU,
        _ => return None,
    })
}

const HASKELL: &str = "t i k info type kind browse doc quit q main_ map filter foldr foldl foldl' foldr1 sum product length reverse sort sortBy sortOn \
    nub group groupBy zip zip3 zipWith unzip take drop takeWhile dropWhile span break splitAt head tail last init null elem notElem lookup and or any all \
    concat concatMap replicate iterate repeat cycle show read print putStrLn putStr words unwords lines unlines maximum minimum fst snd curry uncurry \
    flip const id not even odd div mod quot rem gcd lcm abs signum negate fromIntegral toInteger floor ceiling round truncate sqrt exp log sin cos pi \
    let in where if then else case of do return pure fmap mapM_ forM_ mapM sequence traverse Just Nothing Left Right maybe either True False otherwise \
    compare max min succ pred toEnum fromEnum minBound maxBound Int Integer Double Float Bool Char String Maybe Either Eq Ord Show Num import Data.List \
    Data.Char Data.Maybe Data.Map Data.Set Data.Version System.Info compilerVersion compilerName os arch showVersion toUpper toLower isDigit isAlpha isSpace \
    undefined seq mempty mappend mconcat x y z n a b f g k v xs ys m s c e";
const OCAML: &str = "print_endline print_string print_int print_float print_newline print_char Printf.printf Printf.sprintf Format.printf Sys.ocaml_version \
    Sys.word_size Sys.os_type Sys.int_size string_of_int int_of_string string_of_float float_of_int int_of_float string_of_bool let in rec fun function if then \
    else match with type of begin end true false not and or ref fst snd max min abs max_int min_int List.map List.iter List.fold_left \
    List.fold_right List.length List.rev List.sort List.filter List.nth List.mem List.assoc List.concat List.init List.hd List.tl Array.length \
    Array.make Array.map Array.iter Array.to_list String.length String.concat String.sub String.uppercase_ascii String.lowercase_ascii \
    String.split_on_char String.trim compare ignore failwith mod x y z n a b f g l s acc i j";
const SCALA: &str = "println print printf util.Properties.versionString scala.util.Properties.versionString util.Properties.javaVersion val var def if else for yield \
    match case new true false null List Seq Map Set Vector Array Option Some None Int Long Double String Boolean map filter flatMap foldLeft sum max min \
    length size head tail last reverse sorted sortBy mkString toList toSeq toSet toInt toString zip zipWithIndex take drop until to by Math.max Math.min \
    math.sqrt math.pow math.abs math.max math.min x y z n a b f i j k v s xs _1 _2";
const GROOVY: &str = "status exit process tag hash workdir duration realtime task_id native_id attempt println print printf GroovySystem.version true false null def int long double String if else for in while return collect each \
    findAll find sum max min size join sort unique reverse inject any every x y z n a b i it Math.max Math.min Math.sqrt Math.pow";
const KOTLIN: &str = "println print KotlinVersion.CURRENT val var fun if else for in until when true false null listOf mapOf setOf arrayOf map filter sum max \
    min size first last joinToString sorted reversed x y z n a b i it";
const SWIFT: &str = "print let var func if else for in while return true false nil map filter reduce sorted reversed joined count min max abs Int Double \
    String Bool Array x y z n a b i";
const CRYSTAL: &str = "puts p pp print Crystal::VERSION Crystal::LLVM_VERSION Crystal::BUILD_DATE Crystal::DESCRIPTION true false nil if else elsif end do each map \
    select reject sum max min size first last join sort reverse to_s to_i to_f upcase downcase x y z n a b i times typeof inspect";
const NIM: &str = "echo NimVersion NimMajor NimMinor NimPatch hostOS hostCPU let var const if else for in true false nil len high low max min abs x y z n a b i int \
    string float";
const RAKU: &str = "say put print join map grep sort sum max min elems reverse first head tail keys values pairs my if else for while given when True False \
    RAKU version compiler name KERNEL DISTRO VERSION so not and or is-prime comb words lines uc lc chars fmt x y z n a b i";
