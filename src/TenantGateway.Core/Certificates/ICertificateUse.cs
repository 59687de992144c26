namespace TenantGateway.Core.Certificates;

/// <summary>Who uses certificates in files from its start on.</summary>
public interface ICertificateUse
{
    /// <summary>Reads them where they have not been read yet.</summary>
    /// <exception cref="InvalidOperationException">Files cannot be used as they lie there now; the message says why and what to do.</exception>
    void Read();
}
