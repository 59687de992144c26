namespace TenantGateway.Demo.Checking;

/// <summary>A step of the check saw something else than it must.</summary>
internal sealed class CheckFailedException(string seen) : Exception(seen)
{
    /// <summary>Goes on where the condition holds.</summary>
    public static void ThrowUnless(bool condition, string seen)
    {
        if (!condition)
            throw new CheckFailedException(seen);
    }
}
