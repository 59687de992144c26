namespace TenantGateway.Faults.Replicas.Load;

/// <summary>A request of a member of a tenant, and what came of it.</summary>
/// <param name="Status">0 where there was no answer.</param>
/// <param name="Reason">The code, where the gateway refused.</param>
/// <param name="RequestId">Of the gateway.</param>
/// <param name="Server">Which replica it was given to.</param>
/// <param name="Took">Until the answer was there.</param>
internal sealed record Exchange(string Tenant, Deed Deed, int Status, string? Reason, string? RequestId, string? Server, TimeSpan Took)
{
    /// <summary>Whether it was answered as it should.</summary>
    public bool IsServed => Deed == Deed.Ask ? Status == 404 : Status is 200 or 201;

    /// <summary>Whether its answer carries clear values, which are on record first.</summary>
    public bool IsRevealed => IsServed && Deed is Deed.Write or Deed.Read or Deed.Search;

    /// <summary>Whether the connection broke before the answer was there, or in the middle of it.</summary>
    public bool IsBroken => Status == 0 && Reason != nameof(TaskCanceledException);

    /// <summary>Whether it can be answered as it should without a record.</summary>
    public bool NeedsRecord => Deed != Deed.Ask;

    /// <summary>What an answer carries that it must not, or lacks.</summary>
    public string? Wrong { get; init; }

    public override string ToString() => $"{Deed} of {Tenant} at {Server}: {Status} {Reason}";
}

/// <summary>What a member does.</summary>
internal enum Deed
{
    /// <summary>Writes a row, and is shown it.</summary>
    Write,

    Read,

    Search,

    /// <summary>Reads a row that another tenant's member wrote: it gets no value of it.</summary>
    Pry,

    /// <summary>Asks for a row that is not there: nothing is revealed, so that there is nothing to record.</summary>
    Ask,
}
