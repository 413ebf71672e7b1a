//! Calls of Lua.

use automode_model::Verb as V;

use super::{Do, Table};

/// What is known of Lua.
pub const LUA: Table = Table {
    calls: &[
        (
            "print pairs ipairs tostring tonumber type select unpack table.* string.* math.* utf8.* coroutine.* bit.* bit32.* os.time os.date os.clock \
             os.difftime os.exit os.tmpname os.setlocale assert error pcall xpcall next rawget rawset rawequal rawlen setmetatable getmetatable io.write \
             io.read io.type io.close io.stdout io.stderr io.stdin io.flush io.tmpfile _VERSION collectgarbage arg cjson.* vim.version vim.inspect vim.print warn package.path_",
            Do::Pure,
        ),
        ("os.execute io.popen", Do::Shell),
        ("os.remove", Do::Path(V::Delete, 0)),
        ("os.rename", Do::Two(V::Move, V::Write)),
        ("io.open", Do::Open),
        ("io.lines io.input", Do::Path(V::Read, 0)),
        ("io.output", Do::Path(V::Write, 0)),
        ("lfs.rmdir", Do::Tree(V::Delete, 0)),
        ("lfs.mkdir lfs.touch", Do::Path(V::Write, 0)),
        ("lfs.dir lfs.attributes", Do::Path(V::Read, 0)),
        ("lfs.chdir", Do::Chdir),
        ("lfs.currentdir", Do::Cwd),
        ("os.getenv", Do::Env),
        ("load loadstring", Do::Eval),
        ("require dofile loadfile", Do::Load),
    ],
    methods: &[],
    modules: "os io package debug ffi jit socket lfs posix",
    computing: "inspect dkjson json penlight lpeg",
};
