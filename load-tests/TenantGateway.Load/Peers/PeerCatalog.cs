using System.Security.Cryptography;
using TenantGateway.Load.Processes;
using TenantGateway.Tests.Identity;

namespace TenantGateway.Load.Peers;

/// <summary>Who is measured beside the gateway, each set up as well as its makers say, on the same cores, with the same service, token and body.</summary>
internal sealed class PeerCatalog
{
    public const string BareYarpName = "bare YARP";
    public const string YarpWithJwtBearerName = "YARP + JwtBearer";
    public const string HaproxyName = "HAProxy jwt_verify";
    public const string NginxName = "nginx-lua";
    public const string NodeName = "Node crypto";

    private static readonly string[] Names = [GatewayPeer.FullPath, GatewayPeer.OtherBuild, BareYarpName, YarpWithJwtBearerName, HaproxyName, NginxName, NodeName];

    private readonly LoadWorld _world;
    private readonly string _directory;
    private readonly TokenIssuer _issuer;
    private readonly string _secret;

    public PeerCatalog(LoadWorld world)
    {
        _world = world;
        _directory = Directory.CreateDirectory(Path.Combine(world.Directory, "peers")).FullName;
        _issuer = new TokenIssuer(world.Issuer.Name, TestIssuer.DataAudience, world.Issuer.Key.Id, Write("issuer.pem", System.Text.Encoding.ASCII.GetBytes(world.Issuer.Key.Rsa.ExportSubjectPublicKeyInfoPem())));
        _secret = Write("secret", RandomNumberGenerator.GetBytes(32));
    }

    private string Service => _world.Service.Authority;

    /// <summary>By name, in the order of the report; a tool that is missing makes its start fail.</summary>
    public IReadOnlyDictionary<string, Func<CancellationToken, Task<ProgramPeer>>> All => new Dictionary<string, Func<CancellationToken, Task<ProgramPeer>>>
    {
        [BareYarpName] = cancellationToken => ProgramPeer.StartYarpAsync(BareYarpName, BareYarp.Verb, [_world.Service.AbsoluteUri], cancellationToken),
        [YarpWithJwtBearerName] = cancellationToken => ProgramPeer.StartYarpAsync(YarpWithJwtBearerName, YarpWithJwtBearer.Verb, [_world.Service.AbsoluteUri, .. _issuer.Arguments], cancellationToken),
        [HaproxyName] = cancellationToken => ProgramPeer.StartAsync(HaproxyName, protects: false, Haproxy, cancellationToken),
        [NginxName] = cancellationToken => ProgramPeer.StartAsync(NginxName, protects: true, Nginx, cancellationToken),
        [NodeName] = cancellationToken => ProgramPeer.StartAsync(NodeName, protects: true, Node, cancellationToken),
    };

    /// <summary>In tables.</summary>
    public static int PlaceOf(string name) => Array.IndexOf(Names, name);

    /// <summary>What this machine lacks for a peer, or null where it can start.</summary>
    public static string? Missing(string name) => name switch
    {
        HaproxyName => Lacks("haproxy", "/usr/sbin/haproxy"),
        NginxName => Lacks("nginx with Lua", "/usr/lib/nginx/modules/ngx_http_lua_module.so", "/usr/lib/x86_64-linux-gnu/lua/5.1/_openssl.so", "/usr/lib/x86_64-linux-gnu/lua/5.1/cjson.so"),
        NodeName => Lacks("nodejs", "/usr/bin/node"),
        _ => null,
    };

    private static string? Lacks(string what, params string[] files) => files.All(File.Exists) ? null : $"needs {what}; load-tests/run --install installs it";

    private string[] Haproxy(string port) =>
        ["/usr/sbin/haproxy", "-db", "-q", "-f", PeerFiles.Fill("haproxy.cfg", _directory, ("PORT", port), ("SERVICE", Service), ("KEY", _issuer.KeyFile), ("ISSUER", _issuer.Name), ("AUDIENCE", _issuer.Audience))];

    private string[] Nginx(string port)
    {
        PeerFiles.Fill("pseudonymize.lua", _directory);
        var configuration = PeerFiles.Fill(
            "nginx.conf",
            _directory,
            ("PORT", port), ("SERVICE", Service), ("KEY", _issuer.KeyFile), ("SECRET", _secret), ("ISSUER", _issuer.Name), ("AUDIENCE", _issuer.Audience), ("DIRECTORY", _directory));
        return ["/usr/sbin/nginx", "-p", _directory, "-c", configuration];
    }

    private string[] Node(string port) => ["/usr/bin/node", PeerFiles.PathOf("proxy.mjs"), port, Service, _issuer.KeyFile, _secret, _issuer.Name, _issuer.Audience];

    private string Write(string name, byte[] content)
    {
        var file = Path.Combine(_directory, name);
        File.WriteAllBytes(file, content);
        return file;
    }
}
