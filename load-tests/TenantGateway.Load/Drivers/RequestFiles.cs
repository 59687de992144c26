namespace TenantGateway.Load.Drivers;

/// <summary>Tokens and bodies, one a line; both are gone through in turns. An empty line is no token.</summary>
internal sealed record RequestFiles(string Tokens, string Bodies)
{
    /// <summary>The host that is asked for; empty for the address.</summary>
    public string Host { get; init; } = "";

    /// <summary>Writes them where only this process's programs look.</summary>
    public static async Task<RequestFiles> WriteAsync(string directory, string name, IEnumerable<string> tokens, IEnumerable<string> bodies)
    {
        var files = new RequestFiles(Path.Combine(directory, name + ".tokens"), Path.Combine(directory, name + ".bodies"));
        await File.WriteAllLinesAsync(files.Tokens, tokens);
        await File.WriteAllLinesAsync(files.Bodies, bodies);
        return files;
    }
}
