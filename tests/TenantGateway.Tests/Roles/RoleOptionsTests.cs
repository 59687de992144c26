using Microsoft.Extensions.Configuration;

namespace TenantGateway.Tests.Roles;

public sealed class RoleOptionsTests
{
    [Theory]
    [InlineData("", null, "all")]
    [InlineData("--role proxy", null, "proxy")]
    [InlineData("--role=admin", null, "admin")]
    [InlineData("--ROLE all", null, "all")]
    [InlineData("", "proxy", "proxy")]
    [InlineData("--role admin", "admin", "admin")]
    [InlineData("--other proxy", "admin", "admin")]
    public void KnownRole_IsRead(string arguments, string? setting, string expected)
    {
        var read = Read(arguments, setting);

        Assert.Empty(read.Failures);
        Assert.Equal(expected, read.Role.Name);
    }

    [Theory]
    [InlineData("--role reverse", null, "--role: 'reverse' is no role. Give proxy, admin or all.")]
    [InlineData("--role", null, "--role: '' is no role. Give proxy, admin or all.")]
    [InlineData("--role Proxy", null, "--role: 'Proxy' is no role. Give proxy, admin or all.")]
    [InlineData("", "worker", "Gateway:Role: 'worker' is no role. Give proxy, admin or all.")]
    [InlineData("", "", "Gateway:Role: '' is no role. Give proxy, admin or all.")]
    [InlineData("--role proxy --role proxy", null, "--role is given 2 times. Give it once.")]
    [InlineData("--role proxy --role=admin", null, "--role is given 2 times. Give it once.")]
    [InlineData("--role proxy", "admin", "--role says 'proxy' and Gateway:Role says 'admin'. Say it in one place, or the same in both.")]
    public void RoleThatIsNotClear_IsRefused(string arguments, string? setting, string expected) =>
        Assert.Equal(expected, Assert.Single(Read(arguments, setting).Failures));

    private static RoleOptions Read(string arguments, string? setting) => RoleOptions.Read(
        arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["Gateway:Role"] = setting }.Where(pair => pair.Value is not null)).Build());
}
