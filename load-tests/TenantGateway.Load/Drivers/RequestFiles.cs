namespace TenantGateway.Load.Drivers;

/// <summary>Tokens and bodies, one a line; both are gone through in turns.</summary>
internal sealed record RequestFiles(string Tokens, string Bodies)
{
    /// <summary>Writes them where only this process's programs look.</summary>
    public static async Task<RequestFiles> WriteAsync(string directory, string name, IEnumerable<string> tokens, IEnumerable<string> bodies)
    {
        var files = new RequestFiles(Path.Combine(directory, name + ".tokens"), Path.Combine(directory, name + ".bodies"));
        await File.WriteAllLinesAsync(files.Tokens, tokens);
        await File.WriteAllLinesAsync(files.Bodies, bodies);
        return files;
    }
}
