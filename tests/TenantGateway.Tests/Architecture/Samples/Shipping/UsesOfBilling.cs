using System.ComponentModel;
using TenantGateway.Tests.Architecture.Samples.Billing;

namespace TenantGateway.Tests.Architecture.Samples.Shipping;

// Each type breaks the rule of features in one way that is named by the type.
internal sealed class DerivesIt : Invoice;

internal sealed class ImplementsIt : IBillable;

internal sealed class ConstrainsToIt<T> where T : IBillable;

internal sealed class KeepsIt
{
    internal readonly Invoice? Kept = null;
}

internal sealed class TakesIt
{
    internal static void Take(Invoice?[] _) { }
}

internal sealed class CreatesIt
{
    internal static object Create() => new Invoice();
}

internal sealed class CallsIt
{
    internal static int Call() => Prices.Current();
}

internal sealed class CatchesIt
{
    internal static void Catch(Action action)
    {
        try
        {
            action();
        }
        catch (UnpaidException)
        {
        }
    }
}

internal sealed class TestsForIt
{
    internal static bool Test(object value) => value is Invoice;
}

[Billed]
internal sealed class IsMarkedWithIt;

[TypeConverter(typeof(Invoice))]
internal sealed class IsMarkedWithItsType;

internal sealed class NestsIt
{
    private sealed class Inner
    {
        internal readonly Invoice.Line? Line = null;
    }
}

internal sealed class ListsIt
{
    internal static int Count() => new Dictionary<string, List<Invoice>>().Count;
}

internal sealed class ClosesOverIt
{
    internal static Func<int> Close(int more) => () => Prices.Current() + more;
}

internal sealed class AwaitsIt
{
    internal static async Task<int> AwaitAsync()
    {
        await Task.Yield();
        return Prices.Current();
    }
}

internal sealed class YieldsIt
{
    internal static IEnumerable<int> Yield()
    {
        yield return Prices.Current();
    }
}
