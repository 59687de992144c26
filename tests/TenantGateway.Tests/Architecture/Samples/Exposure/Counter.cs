namespace TenantGateway.Tests.Architecture.Samples.Exposure;

/// <summary>One static field that breaks the rule, and those that do not.</summary>
internal static class Counter
{
    internal const int Literal = 1;

    internal static readonly int Fixed = 1;

    internal static int Shared = 1;

    private static int _own;

    internal static Func<int> Next => static () => ++_own;
}
