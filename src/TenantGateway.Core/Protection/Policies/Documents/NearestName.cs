namespace TenantGateway.Core.Protection.Policies.Documents;

/// <summary>Finds the name that was probably meant: within two edits, or a third of a long name, whatever the case.</summary>
internal static class NearestName
{
    private const int LongestCompared = 64;

    public static string? Find(string written, IEnumerable<string> known)
    {
        if (written.Length is 0 or > LongestCompared) return null;
        var nearest = known
            .Where(name => name.Length <= LongestCompared)
            .Select(name => (Name: name, Edits: Edits(written.ToLowerInvariant(), name.ToLowerInvariant())))
            .OrderBy(candidate => candidate.Edits)
            .FirstOrDefault();
        return nearest.Name is not null && nearest.Edits <= Math.Min(Math.Max(2, written.Length / 3), nearest.Name.Length - 1) ? nearest.Name : null;
    }

    /// <summary>The Levenshtein distance, one row at a time.</summary>
    private static int Edits(string a, string b)
    {
        Span<int> row = stackalloc int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) row[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
