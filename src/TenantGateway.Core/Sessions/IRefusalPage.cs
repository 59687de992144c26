using TenantGateway.Core.Access;

namespace TenantGateway.Core.Sessions;

/// <summary>How a refusal looks to a person: set as a feature of a request that a browser makes for a page. Without it a refusal is problem details.</summary>
public interface IRefusalPage
{
    /// <summary>The page as HTML.</summary>
    /// <param name="refusal">What the caller is told.</param>
    /// <param name="requestId">To quote.</param>
    string Render(Refusal refusal, string requestId);
}
