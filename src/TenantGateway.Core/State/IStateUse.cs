namespace TenantGateway.Core.State;

/// <summary>Tells that this process has been at the shared state and may have changed it: all of it passes here, so that nobody has to remember to tell.</summary>
public interface IStateUse
{
    /// <summary>After a use, once what it changed is committed. Raised on any thread; handlers return at once and do not throw.</summary>
    event Action? Used;
}
