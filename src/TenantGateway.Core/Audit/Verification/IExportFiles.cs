namespace TenantGateway.Core.Audit.Verification;

/// <summary>The files of an export, wherever they lie.</summary>
public interface IExportFiles
{
    IReadOnlySet<string> Names { get; }

    /// <summary>Reads a file from its beginning; the caller disposes it.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    Stream Open(string name);
}
