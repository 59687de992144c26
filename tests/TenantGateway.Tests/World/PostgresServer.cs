using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace TenantGateway.Tests.World;

/// <summary>
/// A real PostgreSQL server in a temporary directory on a free port of loopback, of the newest version that this machine has. Most tests share one; each has a database of
/// its own on it. It keeps what it acknowledges, as the gateway demands.
/// </summary>
/// <remarks>
/// PostgreSQL refuses to run as root, so it runs as another user where the tests do. A shell starts it and waits for the end of its own standard input, which comes at
/// the latest with the end of the process that runs the tests, however that ends; then it ends the server by its id and removes the directory.
/// </remarks>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string Role = "gateway";

    public const string Password = "not-a-secret";

    // One line ends the server, the next one starts it again.
    private const string Guard =
        """
        cd /
        while :; do
            "$@" >>"$DIRECTORY/log" 2>&1 & server=$!
            read -r line; ended=$?
            kill -QUIT $server; wait $server
            if [ $ended -ne 0 ] || ! read -r line; then break; fi
        done
        rm -rf "$DIRECTORY"
        """;

    private static readonly Lazy<string?> Binaries = new(() => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(Version).Select(version => Path.Combine(version, "bin")).FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null);

    private static readonly Lazy<Task<PostgresServer>> Common = new(() => StartAsync());

    private static int _databases;

    private readonly string _directory;
    private readonly Process _guard;

    private PostgresServer(string directory, int port, Process guard) => (_directory, Port, _guard) = (directory, port, guard);

    /// <summary>Why there is no server here, or null where there can be one.</summary>
    public static string? Missing => Binaries.Value is null ? "needs postgresql; tests/run --install installs it" : null;

    public int Port { get; }

    /// <summary>Of the process that makes the others.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(_directory, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>The one that tests share. It ends with the process.</summary>
    public static Task<PostgresServer> SharedAsync() => Common.Value;

    /// <param name="settings">Further settings of the server, such as <c>fsync=off</c>.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var directory = Directory.CreateTempSubdirectory("tgw-postgres-").FullName;
        try
        {
            var passwordFile = Path.Combine(directory, "password");
            await File.WriteAllTextAsync(passwordFile, Password);
            await RunAsync("chown", "-R", Owner, directory);
            var data = Path.Combine(directory, "data");
            await RunAsync([.. AsOwner, Tool("initdb"), "--no-sync", "--auth=scram-sha-256", $"--username={Role}", $"--pwfile={passwordFile}", "--encoding=UTF8", "--locale=C.UTF-8", "-D", data]);
            string[] own = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=400", "shared_buffers=32MB", "autovacuum=off", .. settings];
            await File.AppendAllTextAsync(Path.Combine(data, "postgresql.auto.conf"), string.Concat(own.Select(setting => $"{setting.Split('=', 2)[0]} = '{setting.Split('=', 2)[1]}'\n")));
            var port = FreePort();
            var server = new PostgresServer(directory, port, Launch(directory, port));
            await server.WaitAsync();
            return server;
        }
        catch
        {
            Directory.Delete(directory, recursive: true);
            throw;
        }
    }

    /// <summary>Makes a database of its own.</summary>
    /// <param name="template">The one that it is a copy of; null for an empty one.</param>
    /// <returns>Its name.</returns>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"t{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync("postgres", $"CREATE DATABASE {name}{(template is null ? " TEMPLATE template0 ENCODING 'UTF8'" : $" TEMPLATE {template}")}");
        return name;
    }

    public Task DropDatabaseAsync(string name) => ExecuteAsync("postgres", $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");

    public string ConnectionString(string database, int? port = null) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port ?? Port};Database={database};Username={Role};Password={Password}");

    /// <summary>A database's address for the server's own programs; they take the password from their environment.</summary>
    public string Address(string database) => string.Create(CultureInfo.InvariantCulture, $"postgresql://{Role}@127.0.0.1:{Port}/{database}");

    /// <summary>Does something by hand.</summary>
    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = await ConnectAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A connection that shares nothing with anybody.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string database)
    {
        var connection = new NpgsqlConnection(ConnectionString(database) + ";Pooling=false;Timeout=30;Command Timeout=60");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Runs one of the server's programs, such as <c>pg_dump</c>, as a client with this server's password.</summary>
    public static async Task RunToolAsync(string tool, params string[] arguments) => await RunAsync([Tool(tool), .. arguments]);

    /// <summary>As a power cut, but for what the disk does. Sessions end without a word.</summary>
    public async Task KillAsync()
    {
        await _guard.StandardInput.WriteLineAsync("end");
        await _guard.StandardInput.FlushAsync();
        await Eventually.IsTrueAsync(async () => !await AnswersAsync(), "the server has ended");
    }

    /// <summary>Starts it again after <see cref="KillAsync"/>, on the same port.</summary>
    public async Task RestartAsync()
    {
        await _guard.StandardInput.WriteLineAsync("start");
        await _guard.StandardInput.FlushAsync();
        await WaitAsync();
    }

    /// <summary>All of its processes stand still: connections stay, and nothing is answered.</summary>
    public Task PauseAsync() => SignalAllAsync("-STOP");

    public Task ResumeAsync() => SignalAllAsync("-CONT");

    public async ValueTask DisposeAsync()
    {
        _guard.StandardInput.Close();
        await _guard.WaitForExitAsync();
        _guard.Dispose();
    }

    private async Task SignalAllAsync(string signal)
    {
        var main = ProcessId.ToString(CultureInfo.InvariantCulture);
        // The one that makes the others first, so that none is missed.
        await RunAsync("kill", signal, main);
        await RunAsync("pkill", signal, "--parent", main);
    }

    private static string Owner => Environment.UserName != "root" ? Environment.UserName : File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    // No other group, so that a user who has none of his own name is found too.
    private static string[] AsOwner => Environment.UserName != "root" ? [] : ["setpriv", $"--reuid={Owner}", "--clear-groups"];

    private static string Tool(string name) => Path.Combine(Binaries.Value ?? throw new InvalidOperationException(Missing), name);

    private static int Version(string directory) => int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var version) ? version : 0;

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Process Launch(string directory, int port)
    {
        var start = new ProcessStartInfo("sh") { RedirectStandardInput = true };
        string[] command = [.. AsOwner, Tool("postgres"), "-D", Path.Combine(directory, "data"), "-p", port.ToString(CultureInfo.InvariantCulture)];
        foreach (var argument in (string[])["-c", Guard, "sh", .. command]) start.ArgumentList.Add(argument);
        start.Environment["DIRECTORY"] = directory;
        return Process.Start(start) ?? throw new InvalidOperationException("No shell.");
    }

    private Task WaitAsync() => Eventually.IsTrueAsync(AnswersAsync, $"PostgreSQL runs; it says in {_directory}/log why not");

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = await ConnectAsync("postgres");
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private static async Task RunAsync(params string[] command)
    {
        var start = new ProcessStartInfo(command[0]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        foreach (var argument in command.Skip(1)) start.ArgumentList.Add(argument);
        (start.Environment["PGPASSWORD"], start.Environment["LC_ALL"]) = (Password, "C.UTF-8");
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} does not start.");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{string.Join(' ', command)}: {error}");
    }
}
