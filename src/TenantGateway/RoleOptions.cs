using Microsoft.Extensions.Options;
using TenantGateway.Core.Access;

namespace TenantGateway;

/// <summary>What this process is there for: the argument <c>--role</c>, or the setting <c>Gateway:Role</c>.</summary>
internal sealed class RoleOptions
{
    public const string Setting = "Gateway:Role";
    public const string Argument = "--role";

    /// <summary><c>proxy</c>, <c>admin</c>, or <c>all</c> (default).</summary>
    public GatewayRole Role { get; private set; } = GatewayRole.All;

    /// <summary>Whether the argument says it.</summary>
    public bool IsArgued { get; private set; }

    /// <summary>What is wrong with how the role was given; empty where nothing is.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>
    /// Reads the role. One that cannot be understood is <see cref="GatewayRole.All"/> with failures, which stop the start together with those of all other settings.
    /// </summary>
    public static RoleOptions Read(IReadOnlyList<string> arguments, IConfiguration configuration)
    {
        var read = new RoleOptions();
        var argued = read.Parse(Argument, read.ReadArguments(arguments));
        var set = read.Parse(Setting, configuration[Setting]);
        if (argued is not null && set is not null && argued != set) read.Failures.Add($"{Argument} says '{argued}' and {Setting} says '{set}'. Say it in one place, or the same in both.");
        if (read.Failures.Count == 0) read.Role = argued ?? set ?? GatewayRole.All;
        read.IsArgued = argued is not null;
        return read;
    }

    private string? ReadArguments(IReadOnlyList<string> arguments)
    {
        List<string> values = [];
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].StartsWith($"{Argument}=", StringComparison.OrdinalIgnoreCase)) values.Add(arguments[i][(Argument.Length + 1)..]);
            else if (arguments[i].Equals(Argument, StringComparison.OrdinalIgnoreCase)) values.Add(i + 1 < arguments.Count ? arguments[++i] : "");
        }

        if (values.Count > 1) Failures.Add($"{Argument} is given {values.Count} times. Give it once.");
        return values.Count == 1 ? values[0] : null;
    }

    private GatewayRole? Parse(string source, string? text)
    {
        if (text is null) return null;
        if (!GatewayRole.TryParse(text, out var role)) Failures.Add($"{source}: '{text}' is no role. Give proxy, admin or all.");
        return role;
    }
}

/// <summary>Stops the start where the role was not understood, with whatever else does.</summary>
internal sealed class RoleOptionsValidator(RoleOptions read) : IValidateOptions<RoleOptions>
{
    public ValidateOptionsResult Validate(string? name, RoleOptions options) =>
        read.Failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(read.Failures);
}
