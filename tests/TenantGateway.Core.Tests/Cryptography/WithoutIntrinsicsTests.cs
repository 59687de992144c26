using System.Diagnostics;
using System.Runtime.Intrinsics.X86;
using TenantGateway.Core.Cryptography;

namespace TenantGateway.Core.Tests.Cryptography;

/// <summary>The same tests on a machine that has none of the instructions: a process of its own, as the run time decides once.</summary>
public class WithoutIntrinsicsTests
{
    private const string Marker = "TENANT_GATEWAY_TESTS_WITHOUT_INTRINSICS";

    private static bool IsInside => Environment.GetEnvironmentVariable(Marker) is not null;

    [Fact]
    public async Task CryptographyAndTokens_PassTheSameTests()
    {
        if (IsInside) return; // It is this test that is running, one level below.
        var start = new ProcessStartInfo(Environment.ProcessPath ?? "dotnet")
        {
            ArgumentList = { "vstest", typeof(WithoutIntrinsicsTests).Assembly.Location, "--TestCaseFilter:FullyQualifiedName~.Cryptography.|FullyQualifiedName~.Tokens." },
            RedirectStandardOutput = true,
            Environment = { [Marker] = "1", ["DOTNET_EnableHWIntrinsic"] = "0" },
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("The tests did not start.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output);
        Assert.Contains("Passed!  - Failed:     0", output, StringComparison.Ordinal);
    }

    // Would the switch be ignored, the tests above would say nothing.
    [Fact]
    public void WhereTheSwitchIsSet_ThePortableCiphersAreTaken()
    {
        var key = new byte[AesSiv.KeySize];
        using var siv = AesSivCipher.ForThisMachine(key);
        using var ff1 = Ff1Cipher.ForThisMachine(key.AsSpan(0, Ff1.KeySize));
        Assert.Equal(Aes.IsSupported, siv is AesSivX86);
        Assert.Equal(Aes.IsSupported, ff1 is Ff1X86);
        if (IsInside) Assert.False(Aes.IsSupported);
    }
}
