//! What functions of R, Julia, Elixir and Octave do that are called for a look or a test: lists of names, nothing else.

use super::more;

/// What is known of a language.
pub struct Table {
    computes: &'static str,
    beginnings: &'static str,
    writes: &'static str,
    reads: &'static str,
    reaches: &'static str,
    every: bool,
}

impl Table {
    /// The table of a language.
    pub fn of(lang: &str) -> Option<Self> {
        match lang {
            "r" => Some(Self { beginnings: R_BEGINNINGS, writes: R_WRITES, ..Self::plain(R) }),
            "julia" => Some(Self {
                beginnings: JULIA_BEGINNINGS,
                writes: JULIA_WRITES,
                reaches: JULIA_REACHES,
                ..Self::plain(JULIA)
            }),
            "elixir" => Some(Self {
                beginnings: ELIXIR_BEGINNINGS,
                reads: ELIXIR_READS,
                reaches: ELIXIR_REACHES,
                ..Self::plain(ELIXIR)
            }),
            "octave" => Some(Self { beginnings: "is", writes: OCTAVE_WRITES, ..Self::plain(OCTAVE) }),
            "erlang" => Some(Self {
                beginnings: more::ERLANG_BEGINNINGS,
                reads: more::ERLANG_READS,
                ..Self::plain(more::ERLANG)
            }),
            "clojure" => Some(Self {
                beginnings: more::CLOJURE_BEGINNINGS,
                reads: more::CLOJURE_READS,
                reaches: more::CLOJURE_REACHES,
                ..Self::plain(more::CLOJURE)
            }),
            "scheme" => Some(Self { beginnings: "string- list- char- vector-", ..Self::plain(more::SCHEME) }),
            _ => Some(Self { every: true, ..Self::plain(more::of(lang)?) }),
        }
    }

    const fn plain(computes: &'static str) -> Self {
        Self { computes, beginnings: "", writes: "", reads: "", reaches: "", every: false }
    }

    /// Whether calls need no brackets, so that whatever is named may be called.
    pub const fn every(&self) -> bool {
        self.every
    }

    /// Whether this function computes, prints, reads, draws, or tests the project. A package before it is left out in R: what
    /// it is called by is what it is known for.
    pub fn computes(&self, name: &str) -> bool {
        let short = name.rsplit("::").next().unwrap_or(name);
        has(self.computes, name)
            || has(self.computes, short)
            || begins(self.beginnings, short)
            || short.ends_with("_linter")
    }

    /// Whether it writes the file that it is given.
    pub fn writes(&self, name: &str) -> bool {
        has(self.writes, name.rsplit("::").next().unwrap_or(name))
    }

    /// Whether it reads the file that it is given.
    pub fn reads(&self, name: &str) -> bool {
        has(self.reads, name)
    }

    /// Whether modules of the language's own, which reach out, begin like this.
    pub fn reaches(&self, module: &str) -> bool {
        has(self.reaches, module)
    }

    /// Whether a namespace is one of those that reach out, or lies below one.
    pub fn reaches_from(&self, space: &str) -> bool {
        let below = |n: &str| space.strip_prefix(n).is_some_and(|r| r.is_empty() || r.starts_with(['.', '/']));
        self.reaches.split_ascii_whitespace().any(below)
    }

    /// Whether names of modules stand before functions, so that the project's own can be told.
    pub fn has_modules(&self) -> bool {
        !self.reaches.is_empty()
    }
}

fn has(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|n| n == name)
}

fn begins(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|n| name.starts_with(n))
}

/// Words in the names of functions of a project that change what is kept, or that others see.
pub const CHANGES: &[&str] = &[
    "query",
    "execute",
    "exec",
    "insert",
    "update",
    "upsert",
    "delete",
    "drop",
    "truncate",
    "rollback",
    "migrate",
    "send",
    "deliver",
    "publish",
    "enqueue",
    "charge",
    "refund",
    "cancel",
    "destroy",
    "purge",
    "wipe",
    "reset",
    "create",
    "remove",
    "sync",
    "import",
    "export",
    "upload",
    "grant",
    "revoke",
    "transaction",
    "deploy",
    "notify",
    "run",
    "call",
    "cmd",
    "eval",
];

/// Words in the names of functions that run, fetch, load code or take things away.
pub const WAYS_OUT: &[&str] = &[
    "system", "system2", "shell", "exec", "eval", "evalq", "parse", "spawn", "source", "sys", "unlink", "download",
    "pipe", "socket", "ccall", "rm", "kill", "cmd", "run", "invoke", "remove", "delete",
];

/// R: base, stats, utils, graphics, tidyverse, data.table, and what tests and documents packages.
const R: &str = "c cat print message warning stop paste paste0 sum mean median length nrow ncol dim head tail names str summary \
    sqrt exp log log2 log10 abs round floor ceiling signif seq seq_len seq_along rep rev sort order rank unique table prop.table \
    min max range cumsum cumprod diff nchar substr substring strsplit toupper tolower trimws sprintf format formatC prettyNum \
    invisible which which.max which.min any all ifelse switch packageVersion sessionInfo R.version.string Sys.time Sys.Date \
    date getwd basename dirname file.path file.exists dir.exists file.info file.size list.files normalizePath nlevels \
    library require requireNamespace loadNamespace suppressMessages suppressPackageStartupMessages suppressWarnings quit q \
    data.frame list vector matrix array numeric character logical integer factor levels droplevels cut aggregate subset merge \
    lapply sapply vapply apply tapply mapply Map Filter Reduce outer crossprod solve det t rbind cbind with within transform \
    quantile sd var cor cov scale rowSums colSums rowMeans colMeans colnames rownames setdiff union intersect match duplicated \
    append unlist unsplit split stack rapply nchar grepl grep sub gsub regmatches regexpr gregexpr startsWith endsWith rev \
    stopifnot try tryCatch identical all.equal inherits class typeof mode object.size tracemem nargs exists missing is attr \
    attributes set.seed sample runif rnorm rbinom rpois rexp rgamma rbeta dnorm pnorm qnorm dbinom pbinom choose factorial \
    lm glm aov anova predict coef residuals fitted confint t.test wilcox.test chisq.test shapiro.test cor.test TukeyHSD nls optim \
    optimize uniroot integrate approx spline lowess loess smooth.spline kmeans hclust dist prcomp cutree cmdscale density ecdf \
    model.matrix formula terms na.omit complete.cases expand.grid combn toString deparse quote nchar bitwAnd strtoi \
    read.csv read.table read.delim readLines readRDS read_csv read_tsv read_excel read_parquet read_rds read_delim fread fromJSON \
    read_json read_yaml yaml.load_file toJSON prettify col_types cols spec load data Sys.getlocale system.file methods getMethod \
    plot hist barplot boxplot lines points abline legend axis title text par layout curve pairs polygon dev.off mtext image \
    ggplot aes labs ggtitle xlab ylab xlim ylim coord_flip coord_cartesian facet_wrap facet_grid annotate guides plot_grid \
    filter select mutate transmute summarise summarize group_by ungroup arrange count tally left_join right_join inner_join \
    full_join anti_join semi_join bind_rows bind_cols pull distinct rename relocate slice slice_head slice_tail slice_max slice_min \
    n n_distinct across everything starts_with ends_with contains matches desc if_else case_when coalesce lag lead row_number \
    pivot_longer pivot_wider separate unite drop_na fill nest unnest tibble tribble as_tibble glimpse add_count rowwise c_across \
    map map_dbl map_chr map_int map_lgl map_df map_dfr map2 pmap walk imap reduce keep discard pluck set_names setNames \
    ymd mdy dmy year month day hour today now floor_date difftime ISOdate strftime strptime julian weekdays months \
    as.data.table setDT data.table setorder setkey uniqueN melt dcast \
    restore snapshot hydrate \
    test test_dir test_file test_local test_that expect_equal expect_true expect_error describe it check document load_all lint \
    lint_package lint_dir linters_with_defaults linters_with_tags all_linters style_pkg style_file style_dir style_text tidyverse_style \
    spell_check_package check_man check_built build_readme build_vignettes build_manual press bench_time obj_size mem_used compare \
    report zero_coverage file_coverage percent_coverage coverage_to_list profvis gp dependencies possibly safely compact accumulate \
    detect every some nth first last cur_group_id group_split group_modify arrange_at n_groups sprintf vformat mapply Recall \
    nlevels interaction by ave embed rle inverse.rle rev zapsmall trunc bitwOr bitwXor rawToChar charToRaw utf8ToInt intToUtf8 \
    make.names make.unique abbreviate file_test tools::file_ext file_ext toTitleCase object.size packageDescription maintainer \
    installed.packages available_linters render package_coverage build_site roxygenise status diagnostics use_test \
    if else for while repeat function in next break TRUE FALSE NULL NA Inf NaN T F return proc.time \
    system.time microbenchmark mark gc Rprof summaryRprof nchar rev mapply rownames_to_column kable datatable tidy \
    glance augment vignette help citation Negate Vectorize Identity identity max.col sys.time bench_mark is_tibble";

/// Families of names in R.
const R_BEGINNINGS: &str = "is. as. as_ is_ geom_ stat_ scale_ theme element_ str_ fct_ parse_number parse_date expect_ format. \
    print. summary. Sys.getpid coord_ after_stat vars( position_";

/// R: what writes the file that it is given.
const R_WRITES: &str = "ggsave write.csv write.csv2 write.table saveRDS save writeLines write_csv write_tsv write_rds write_json \
    write_parquet fwrite png pdf svg jpeg tiff sink dput dump write_excel_csv write_delim write_yaml saveWidget";

/// Julia: Base, the standard library, data frames, plots, benchmarks.
const JULIA: &str = "println print show display printstyled dump using import Pkg.test Pkg.status Pkg.instantiate Pkg.precompile \
    Pkg.activate Pkg.resolve Pkg.dependencies versioninfo InteractiveUtils.versioninfo sum prod length collect sqrt cbrt exp log \
    log2 log10 abs abs2 round floor ceil trunc div rem mod gcd lcm typeof eltype size ndims axes zeros ones fill rand randn randperm \
    range LinRange map filter reduce foldl mapreduce foreach any all count findall findfirst findmax findmin argmax argmin maximum \
    minimum extrema sort sort! sortperm reverse unique push! append! pop! popfirst! insert! vcat hcat cat reshape permutedims \
    transpose adjoint inv det tr dot cross norm eigen eigvals svd qr lu cholesky rank diag Diagonal I mean median std var cor \
    quantile join split replace strip lowercase uppercase startswith endswith occursin contains parse string repr string first \
    last isempty haskey get keys values pairs merge Dict Set Tuple NamedTuple Vector Matrix Array String Int Int64 Float64 Bool \
    Char Symbol Rational Complex BigInt BigFloat Ref zip enumerate eachindex eachrow eachcol isnothing ismissing isnan iseven isodd \
    coalesce something skipmissing throw error ErrorException ArgumentError sleep time time_ns now Date DateTime today methods \
    format format_file fieldnames propertynames hasmethod supertype subtypes nameof pwd joinpath basename dirname isfile isdir readdir filesize exit \
    seed! Random.seed! MersenneTwister CSV.read CSV.File DataFrame describe select transform combine groupby innerjoin leftjoin nrow \
    ncol rename dropmissing subset JSON.parsefile JSON.parse JSON3.read plot plot! scatter histogram heatmap \
    @btime @benchmark @time @elapsed @allocated @show @test @testset @assert @info @warn @debug @printf @sprintf @inferred \
    @code_warntype @code_llvm @code_native @code_lowered @which @views @inbounds @simd @threads @profile @macroexpand \
    @isdefined @timed @view @. Pkg.develop Pkg.build Pkg.gc PackageSpec Pkg.PackageSpec ifelse identity isapprox clamp sign max min convert promote similar copy deepcopy GC.gc \
    if else elseif for while function end do begin let true false nothing missing return in isa";

const JULIA_BEGINNINGS: &str = "is Statistics. LinearAlgebra. Random. Dates. Test. Printf.";
const JULIA_WRITES: &str = "CSV.write savefig JSON.print Parquet.write Arrow.write png pdf svg";
const JULIA_REACHES: &str = "Base Core Main Sys Pkg Libc Downloads HTTP Sockets Mmap FileIO Serialization Distributed REPL Meta \
    Threads LibGit2 Tar SMTPClient LibPQ SQLite MySQL ODBC DBInterface Redis Mongoc AWS AWSS3 Cmd Profile Libdl PyCall RCall CSV JSON \
    JSON3 DelimitedFiles Artifacts Logging ArgTools";

/// Octave and Matlab: numbers, matrices, printing.
const OCTAVE: &str = "disp display printf fprintf sprintf num2str str2num_ mat2str int2str size length numel ndims rows columns zeros ones eye \
    rand randn randi randperm linspace logspace magic diag trace det inv pinv rank norm eig svd qr lu chol expm sum prod cumsum cumprod \
    mean median std var mode min max sort unique find any all abs sqrt exp log log2 log10 sin cos tan asin acos atan atan2 sinh cosh \
    tanh floor ceil round fix mod rem gcd lcm factorial nchoosek primes factor fft ifft conv deconv filter polyfit polyval roots \
    interp1 interp2 trapz quad integral ode45 fzero fminsearch fminunc lsqnonneg kron cross dot reshape repmat cat horzcat vertcat \
    strcat strsplit strjoin strrep strtrim upper lower regexprep regexp strcmp strcmpi numel cell cellfun arrayfun struct fieldnames \
    isfield tic toc clock version ver pkg_ warning error assert test runtests load csvread dlmread plot figure hold xlabel ylabel title \
    legend axis grid subplot hist bar imread imshow whos who exist class double single int32 uint8 logical char cond nnz mldivide \
    addpath pkg func2str nargin nargout varargin varargout inputname end if else elseif for while function do until switch case otherwise \
    try catch unwind_protect pi e Inf NaN eps true false OCTAVE_VERSION cov corr histc accumarray circshift fliplr flipud rot90 triu tril \
    numfields isempty ismember setdiff union intersect containers.Map keys values cell2mat num2cell struct2cell cellfun func fprintf \
    datestr now date cputime computer nproc getrusage";
const OCTAVE_WRITES: &str = "save csvwrite dlmwrite print saveas imwrite";

/// Elixir.
const ELIXIR: &str = "IO.puts IO.inspect IO.write IO.warn IO.iodata_to_binary System.version System.otp_release System.halt System.stop \
    System.monotonic_time System.system_time System.os_time System.schedulers_online System.build_info Mix.env Mix.Project.config \
    Application.spec Application.loaded_applications Application.started_applications Application.ensure_all_started \
    Code.ensure_loaded Code.ensure_loaded? Code.ensure_compiled Process.sleep Process.list Process.info DateTime.utc_now \
    inspect length to_string div rem abs hd tl elem is_nil is_list is_map is_binary is_atom max min round trunc map_size tuple_size \
    byte_size put_in get_in update_in put_elem self raise if unless case cond with for fn do end else and or not in when \
    true false nil label alias __MODULE__ function_exported? dbg tap then match? byte_part bit_size Logger.configure \
    Ecto.Query.from";
const ELIXIR_BEGINNINGS: &str = "Enum. String. Map. List. Keyword. Integer. Float. Tuple. MapSet. Stream. Date. DateTime. NaiveDateTime. \
    Time. Regex. Base. URI. Jason. Decimal. Range. Bitwise. Access. Inspect. Version. Atom. Function.identity Calendar.";
const ELIXIR_READS: &str =
    "File.read File.read! File.stream! File.exists? File.stat File.stat! File.ls File.ls! File.regular? File.dir?";
const ELIXIR_REACHES: &str = "System File Port Code Node Process Path Application Mix IEx Agent Task GenServer IO Kernel Module Macro \
    Supervisor Registry Logger HTTPoison Req Tesla Finch Function Erlang Ecto Oban Swoosh Bamboo Plug Phoenix DynamicSupervisor ETS \
    ExAws Stripity Stripe Mint Redix Broadway Hackney Postgrex MyXQL Mongo";
