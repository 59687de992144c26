namespace TenantGateway.Core.Doctor;

/// <summary>All findings of one examination.</summary>
/// <param name="Status">The worst: green, yellow or red.</param>
/// <param name="Lines">In the order of the checks.</param>
public sealed record DoctorReport(string Status, IReadOnlyList<DoctorLine> Lines)
{
    public static DoctorReport Of(IEnumerable<DoctorLine> lines)
    {
        DoctorLine[] all = [.. lines];
        return new DoctorReport(DoctorLine.Name(all.Length == 0 ? DoctorStatus.Green : all.Max(line => line.StatusOf())), all);
    }

    /// <summary>The exit code of a process that was asked for nothing else.</summary>
    public int ExitCode() => (int)DoctorLine.Parse(Status);

    /// <summary>For people: one line each.</summary>
    public IEnumerable<string> ToText() => Lines.Select(line => line.ToText());
}

/// <summary>One finding.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Status">green, yellow or red.</param>
/// <param name="Code">The kind of finding.</param>
/// <param name="Finding">What exactly.</param>
/// <param name="Do">What to do; null where nothing is to be done.</param>
public sealed record DoctorLine(string Check, string Status, string Code, string Finding, string? Do)
{
    public static DoctorLine Of(string check, DoctorFinding finding) => new(check, Name(finding.Code.Status), finding.Code.Code, finding.Detail, finding.Code.Remedy);

    public string ToText() => $"{Status,-6}  {Check,-13}  {Finding} [{Code}]{(Do is null ? "" : $" do: {Do}")}";

    internal DoctorStatus StatusOf() => Parse(Status);

    internal static string Name(DoctorStatus status) => status.ToString().ToLowerInvariant();

    // What is not known is not well.
    internal static DoctorStatus Parse(string status) => Enum.TryParse<DoctorStatus>(status, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : DoctorStatus.Red;
}
