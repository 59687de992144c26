namespace TenantGateway.Tests.Architecture.Samples.Billing;

internal class Invoice : IBillable
{
    internal sealed class Line;
}

internal interface IBillable;

internal sealed class UnpaidException : Exception;

[AttributeUsage(AttributeTargets.Class)]
internal sealed class BilledAttribute : Attribute;

internal static class Prices
{
    public static int Current() => 1;
}
