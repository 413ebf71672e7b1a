//! Calls of PHP. Names of functions are compared in lower case.

use automode_model::Verb as V;

use super::{Do, Table};

/// What is known of PHP.
pub const TABLE: Table = Table {
    calls: &[
        (
            "echo print dump dd printf sprintf vsprintf vprintf fprintf print_r var_dump var_export json_* str* mb_* substr* ucfirst ucwords lcfirst trim ltrim \
             rtrim chop implode explode join nl2br htmlspecialchars* html_entity_decode htmlentities addslashes stripslashes wordwrap number_format \
             money_format md5 sha1 crc32 hash hash_* bin2hex hex2bin dechex hexdec bindec decbin octdec decoct base_convert base64_encode urlencode \
             urldecode rawurlencode rawurldecode http_build_query parse_url parse_str serialize pack unpack chr ord count sizeof in_array is_* isset \
             empty unset gettype settype intval floatval strval boolval doubleval array range compact current key next prev reset end each list sort \
             rsort asort arsort ksort krsort natsort natcasesort shuffle min max sum abs ceil floor round sqrt pow exp log log10 sin cos tan pi rand \
             mt_rand mt_srand srand random_int random_bytes fmod intdiv array_chunk array_combine array_column array_count_values array_diff* array_fill* \
             array_flip array_intersect array_intersect_key array_key* array_keys array_merge* array_pad array_pop array_product array_push array_rand \
             array_replace* array_reverse array_search array_shift array_slice array_splice array_sum array_unique array_unshift array_values \
             array_is_list array_change_key_case date date_* time mktime gmdate strtotime checkdate microtime hrtime localtime getdate idate usleep sleep \
             preg_match preg_match_all preg_replace preg_split preg_quote preg_grep preg_last_error* ctype_* filter_var filter_list filter_id iconv* \
             utf8_encode utf8_decode similar_text levenshtein soundex metaphone uniqid spl_object_id spl_object_hash get_class get_parent_class \
             get_object_vars method_exists property_exists class_exists function_exists interface_exists get_class_methods is_a is_subclass_of \
             func_get_args func_num_args defined constant define phpversion php_uname php_sapi_name php_ini_loaded_file phpinfo zend_version \
             memory_get_usage memory_get_peak_usage get_loaded_extensions extension_loaded ini_get ini_get_all get_include_path sys_get_temp_dir getmypid \
             get_current_user gethostname error_reporting set_error_handler_ trigger_error error_log_ assert_ exit die version_compare \
             debug_zval_refcount debug_print_backtrace iterator_to_array iterator_count file_exists is_file basename dirname pathinfo realpath filesize \
             filemtime fileperms stat fgets fgetc fread fwrite fputs fclose feof fflush fseek ftell rewind fgetcsv fputcsv fscanf flock \
             stream_get_contents stream_get_line header headers_sent http_response_code ob_* flush setlocale localeconv gc_* set_time_limit \
             ignore_user_abort password_hash password_verify password_get_info ctype_alpha inet_pton inet_ntop ip2long long2ip mb_strlen gmp_* bcadd \
             bcsub bcmul bcdiv bcmod bcpow bcsqrt simplexml_load_string libxml_* xml_* gzcompress gzuncompress gzencode gzdecode gzinflate gzdeflate \
             str_rot13 convert_uuencode convert_uudecode nl_langinfo array_walk_recursive_ get_defined_vars_ opcache_get_status stdclass datetime \
             datetimeimmutable dateinterval dateperiod datetimezone arrayobject splstack splqueue splobjectstorage exception reflectionclass_ closure \
             generator numberformatter intldateformatter collator datetime.* datetimeimmutable.* closure.fromcallable_ reflectionclass reflectionclass.* \
             reflectionextension php_ini_scanned_files get_extension_funcs sodium_* openssl_* apcu_fetch declare",
            Do::Pure,
        ),
        (
            "array_map call_user_func call_user_func_array register_shutdown_function forward_static_call is_callable_",
            Do::Callback(0),
        ),
        (
            "array_filter array_walk array_reduce usort uasort uksort array_walk_recursive preg_replace_callback iterator_apply array_udiff \
             array_uintersect ob_start_ spl_autoload_register_ array_find array_any array_all",
            Do::Callback(1),
        ),
        ("set_error_handler set_exception_handler spl_autoload_register", Do::Callback(0)),
        (
            "file_get_contents readfile file fpassthru parse_ini_file simplexml_load_file scandir opendir dir hash_file md5_file sha1_file \
             getimagesize exif_read_data show_source highlight_file php_strip_whitespace is_readable is_dir is_writable splfileobject directoryiterator \
             recursivedirectoryiterator finfo_file mime_content_type copy_ readlink disk_free_space bzopen_",
            Do::Path(V::Read, 0),
        ),
        ("glob", Do::Glob),
        ("file_put_contents mkdir touch tempnam ftruncate_ umask_ imagepng_", Do::Path(V::Write, 0)),
        ("error_log", Do::Path(V::Write, 2)),
        ("fopen gzopen bzopen", Do::Open),
        ("unlink", Do::Path(V::Delete, 0)),
        ("rmdir", Do::Tree(V::Delete, 0)),
        ("rename move_uploaded_file", Do::Two(V::Move, V::Write)),
        ("copy", Do::Two(V::Read, V::Write)),
        ("symlink link", Do::Two(V::Read, V::Link)),
        ("chmod", Do::Path(V::Chmod, 0)),
        ("chown chgrp lchown lchgrp", Do::Path(V::Chown, 0)),
        ("chdir", Do::Chdir),
        ("getcwd", Do::Cwd),
        ("getenv", Do::Env),
        ("base64_decode", Do::Base64),
        ("system exec shell_exec passthru popen proc_open", Do::Shell),
        ("pcntl_exec", Do::Program),
        ("escapeshellarg escapeshellcmd", Do::Same),
        ("eval assert create_function", Do::Eval),
        ("include include_once require require_once", Do::Load),
        ("posix_kill", Do::Kill),
        ("posix_getuid posix_getpwuid posix_geteuid posix_getpid posix_uname posix_isatty", Do::Pure),
        ("curl_init get_headers", Do::Fetch(0)),
        ("curl_exec curl_close curl_error curl_errno curl_getinfo curl_version", Do::Pure),
        ("mail fsockopen pfsockopen stream_socket_client ftp_connect ldap_connect ssh2_connect", Do::SendHost),
        ("gethostbyname dns_get_record checkdnsrr", Do::Probe),
        ("mysqli_query pg_query sqlite_query", Do::Sql),
        ("mysqli_connect pg_connect mysqli pdo sqlite3 mysqli.* sqlite3.*", Do::Pure),
    ],
    methods: &[
        ("query exec execute prepare multi_query", Do::Sql),
        ("ftruncate", Do::Unclear),
        ("extractto", Do::Path(V::Write, 0)),
    ],
    modules: "",
    computing: "",
};
