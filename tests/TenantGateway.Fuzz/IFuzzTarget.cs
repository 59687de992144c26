namespace TenantGateway.Fuzz;

/// <summary>A carrier, and what is promised of it whatever arrives.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>Something that looks like its traffic; mutations come behind it.</summary>
    byte[] Make(Chance chance);

    /// <summary>Takes an input through the carrier.</summary>
    /// <param name="input">Anything.</param>
    /// <param name="chance">The same for the same input of a run.</param>
    /// <exception cref="BrokenPromise">What was promised is not so. Every other exception breaks the promise that there is an outcome.</exception>
    Task CheckAsync(byte[] input, Chance chance);
}

/// <summary>Something promised is not so.</summary>
internal sealed class BrokenPromise(string promise, string seen) : Exception($"{promise}: {seen}")
{
    public string Promise => promise;

    public static void Unless(bool kept, string promise, string seen = "")
    {
        if (!kept) throw new BrokenPromise(promise, seen);
    }
}
