using System.Diagnostics;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using TenantGateway.Tests.Architecture;
using TenantGateway.Tests.Demo;
using TenantGateway.Tests.World;

namespace TenantGateway.Tests.ForeignProvider;

/// <summary>npm's oidc-provider in a process of its own: the program of <c>tests/oidc-provider</c>, with the packages that its lock names.</summary>
internal sealed class NpmProvider : IAsyncDisposable
{
    private readonly ChildProgram _program;
    private readonly HttpClient _client;

    private NpmProvider(ChildProgram program, Uri address) => (_program, Address, _client) = (program, address, LoopbackClient.Create(address));

    /// <summary>Why it cannot run here; null where it can.</summary>
    public static string? Missing { get; } = new[] { "node", "npm" }.FirstOrDefault(command => !Commands.IsOnPath(command)) is { } command ? $"needs {command}; tests/run --install installs it" : null;

    public Uri Address { get; }

    /// <summary>The exact <c>iss</c>, which has no trailing slash.</summary>
    public string Issuer => Address.GetLeftPart(UriPartial.Authority);

    public static async Task<NpmProvider> StartAsync()
    {
        var folder = await InstallAsync();
        var program = ChildProgram.Start([NodeIn(folder), Path.Combine(folder, "provider.mjs")]);
        await Eventually.IsTrueAsync(() => program.Output.StartsWith("http://", StringComparison.Ordinal) || program.HasExited);
        return program.HasExited ? throw new InvalidOperationException(program.Error) : new NpmProvider(program, new Uri(program.Output));
    }

    /// <summary>Sets it up, or anew while it runs: the first key signs.</summary>
    public async Task SetUpAsync(IEnumerable<JsonObject> keys, IEnumerable<JsonObject> clients, params string[] resources)
    {
        var setup = new JsonObject { ["jwks"] = new JsonObject { ["keys"] = new JsonArray([.. keys]) }, ["clients"] = new JsonArray([.. clients]), ["resources"] = new JsonArray([.. resources]) };
        using var answer = await _client.PutAsJsonAsync("test/setup", setup);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>How often something happened there: <c>discovery</c> and <c>jwks</c> were fetched, <c>told</c> a logout that the gateway took.</summary>
    public async Task<int> CountAsync(string what) => (int?)(await _client.GetFromJsonAsync<JsonObject>("test/counts"))?[what] ?? throw new InvalidDataException(what);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _program.DisposeAsync();
    }

    /// <summary>Installs what the lock names, once for all runs: the folder has the name of its content, and is moved there whole.</summary>
    private static async Task<string> InstallAsync()
    {
        var source = SourceTree.PathOf("tests", "oidc-provider");
        string[] files = ["package.json", "package-lock.json", ".npmrc", "provider.mjs"];
        var contents = await Task.WhenAll(files.Select(file => File.ReadAllBytesAsync(Path.Combine(source, file))));
        var name = Convert.ToHexStringLower(SHA256.HashData([.. contents.SelectMany(content => content)]))[..16];
        var folder = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "tenant-gateway-tests", "oidc-provider-" + name);
        if (Directory.Exists(folder)) return folder;
        Directory.CreateDirectory(Path.GetDirectoryName(folder) ?? folder);
        var beside = Directory.CreateDirectory($"{folder}.{Guid.NewGuid():N}").FullName;
        for (var i = 0; i < files.Length; i++) await File.WriteAllBytesAsync(Path.Combine(beside, files[i]), contents[i]);
        try
        {
            await InstallInAsync(beside);
            Directory.Move(beside, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another run was faster.
        }
        finally
        {
            if (Directory.Exists(beside)) Directory.Delete(beside, recursive: true);
        }

        return folder;
    }

    private static async Task InstallInAsync(string folder)
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-progress"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("npm does not start.");
        var told = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync());
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0) throw new InvalidOperationException($"npm ci: {string.Concat(told)}");
    }

    /// <summary>The Node.js that the lock names, where it has one for this machine: that of a distribution may be older than the provider takes.</summary>
    private static string NodeIn(string folder) =>
        Directory.GetDirectories(Path.Combine(folder, "node_modules"), "node-linux-*").Select(package => Path.Combine(package, "bin", "node")).FirstOrDefault(File.Exists) ?? "node";
}

/// <summary>A test with a provider that nobody here wrote; skipped by name where it cannot run.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ForeignFactAttribute : FactAttribute
{
    public ForeignFactAttribute() => Skip = NpmProvider.Missing;
}
