using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

/// <summary>A test that needs AES-NI, skipped by name elsewhere.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AesNiFactAttribute : FactAttribute
{
    public AesNiFactAttribute()
    {
        if (!AesSivX86.IsSupported) Skip = "no AES-NI here";
    }
}

/// <inheritdoc cref="AesNiFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AesNiTheoryAttribute : TheoryAttribute
{
    public AesNiTheoryAttribute()
    {
        if (!AesSivX86.IsSupported) Skip = "no AES-NI here";
    }
}
