using System.Globalization;
using System.Text.Json;
using TenantGateway.Demo.Gateways;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.Roles;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.Image;

/// <summary>
/// The published gateway as a pod runs it, made with bubblewrap: the Dockerfile's command, user and environment, the chart's paths, a root that
/// nobody can write and that has neither shell nor HOME, no capabilities, and 256 MB of memory. Only the network is the machine's own.
/// </summary>
internal sealed class Container : IAsyncDisposable
{
    public const long MemoryBytes = 256 * 1024 * 1024;

    private const string State = "/var/lib/tenant-gateway";
    private const string Tombstones = "/var/lib/tenant-gateway-tombstones";
    private const string Configuration = "/etc/tenant-gateway";

    private readonly TemporaryDirectory _files = new();
    private readonly MemoryLimit? _limit = MemoryLimit.TryCreate(MemoryBytes);
    private readonly ChildProgram _program;

    public Container(PublishedGateway published, RoleWorld world)
    {
        WriteConfiguration(world.Settings());
        string[] command = ["bwrap", .. Root(published.Path), .. Rights(), .. Environment(), "--", .. Dockerfile.OfRepository.Final.Single(i => i.Name == "ENTRYPOINT").Words!, "--role", "all"];
        _program = ChildProgram.Start(_limit?.Around(command) ?? command);
    }

    public ChildProgram Program => _program;

    /// <summary>The gateway itself, which is the first process of the container and a child of bubblewrap.</summary>
    public int GatewayId => int.Parse(File.ReadAllText($"/proc/{_program.Id}/task/{_program.Id}/children").Trim(), CultureInfo.InvariantCulture);

    /// <summary>The control group by which the kernel holds the gateway to its memory; null where nobody may make one, and the runtime alone limits what it takes for its heap.</summary>
    public string? LimitName => _limit?.Name;

    /// <summary>The control groups that the gateway is in, as the kernel has them.</summary>
    public string Groups => ReadOf("cgroup");

    /// <summary>The gateway's user as the container knows it.</summary>
    public string User => ReadOf("uid_map").Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];

    public IEnumerable<string> EnvironmentNames => ReadOf("environ").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=')[0]);

    /// <summary>Where the gateway could write, apart from devices and what the kernel shows of processes. proc(5): the fifth and sixth field of a mount are its place and its options.</summary>
    public IEnumerable<string> WritablePlaces =>
        from mount in ReadOf("mountinfo").Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let fields = mount.Split(' ')
        where fields[5].Split(',')[0] == "rw" && !fields[4].StartsWith("/dev", StringComparison.Ordinal) && fields[4] != "/proc"
        orderby fields[4]
        select fields[4];

    /// <summary>Whether something is there in the container.</summary>
    public bool Has(string path) => Path.Exists($"/proc/{GatewayId}/root{path}");

    /// <summary>What the kernel says of the gateway, such as <c>VmHWM</c>, the most memory it ever held.</summary>
    public string Status(string name) =>
        ReadOf("status").Split('\n').Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal)).Split(':')[1].Trim();

    public Task EndAsync() => ChildProgram.SignalAsync("-TERM", GatewayId);

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        _limit?.Dispose();
        _files.Dispose();
    }

    private string ReadOf(string file) => File.ReadAllText($"/proc/{GatewayId}/{file}");

    private static IEnumerable<string> Rights()
    {
        var (user, group) = Dockerfile.OfRepository.Last("USER").Split(':') is [var first, var second] ? (first, second) : throw new FormatException("USER names no group.");
        return ["--unshare-user", "--uid", user, "--gid", group, "--cap-drop", "ALL", "--unshare-ipc", "--unshare-pid", "--unshare-uts", "--as-pid-1", "--die-with-parent", "--new-session"];
    }

    private IEnumerable<string> Root(string published)
    {
        // DIRECTORY/shared/Microsoft.NETCore.App/VERSION/System.Private.CoreLib.dll
        var dotnet = Path.GetFullPath("../../../..", typeof(object).Assembly.Location);
        return
        [
            "--ro-bind", published, "/app",
            .. ((string[])["dotnet", "host", "shared"]).SelectMany(part => (string[])["--ro-bind", Path.Combine(dotnet, part), $"/usr/share/dotnet/{part}"]),
            "--symlink", "/usr/share/dotnet/dotnet", "/usr/bin/dotnet",
            "--ro-bind", "/usr/lib", "/usr/lib", "--symlink", "usr/lib", "/lib", "--ro-bind-try", "/usr/lib64", "/usr/lib64", "--symlink", "usr/lib64", "/lib64",
            "--ro-bind-try", "/etc/ssl", "/etc/ssl",
            "--ro-bind", Made("configuration"), Configuration,
            "--bind", Made("state"), State, "--bind", Made("tombstones"), Tombstones,
            "--proc", "/proc", "--dev", "/dev", "--ro-bind", "/sys", "/sys",
            "--size", "67108864", "--tmpfs", "/tmp",
            "--remount-ro", "/",
            "--chdir", Dockerfile.OfRepository.Last("WORKDIR"),
        ];
    }

    private IEnumerable<string> Environment()
    {
        // ASPNETCORE_HTTP_PORTS and DOTNET_RUNNING_IN_CONTAINER are of the base image, and the next of the Dockerfile overrules it. The world's issuer is for development.
        var environment = new List<(string Name, string? Value)> { ("PATH", "/usr/bin"), ("ASPNETCORE_HTTP_PORTS", "8080"), ("DOTNET_RUNNING_IN_CONTAINER", "true") };
        environment.AddRange(Dockerfile.OfRepository.Environment);
        environment.AddRange([("TENANTGATEWAY_CONFIG", $"{Configuration}/appsettings.json"), ("ASPNETCORE_ENVIRONMENT", "Development")]);
        // What the runtime takes of a control group with the same limit.
        if (_limit is null) environment.Add(("DOTNET_GCHeapHardLimit", $"0x{MemoryBytes * 3 / 4:x}"));
        return ["--clearenv", .. environment.SelectMany(variable => (string[])["--setenv", variable.Name, variable.Value ?? ""])];
    }

    private void WriteConfiguration(Dictionary<string, string?> settings)
    {
        var directory = Made("configuration");
        SamplePolicies.CopyTo(Path.Combine(directory, "policies"));
        settings["Gateway:Policies:Directory"] = $"{Configuration}/policies";
        settings["Gateway:Storage:Directory"] = State;
        settings["Gateway:Tombstones:Directory"] = Tombstones;
        settings["Gateway:Keys:Local:Directory"] = $"{State}/keys";
        File.WriteAllText(Path.Combine(directory, "appsettings.json"), JsonSerializer.Serialize(settings));
    }

    private string Made(string name) => Directory.CreateDirectory(Path.Combine(_files.Path, name)).FullName;
}
