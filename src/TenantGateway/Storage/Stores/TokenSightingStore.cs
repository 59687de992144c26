using System.Globalization;
using TenantGateway.Core.Keys;
using TenantGateway.Storage.Databases;

namespace TenantGateway.Storage.Stores;

/// <summary>Counts of tokens seen. Several processes add to the same rows.</summary>
internal sealed class TokenSightingStore(Database database) : ITokenSightingStore
{
    private const string DayFormat = "yyyy-MM-dd";

    // The days are text that sorts as they do.
    private const string AddSql =
        """
        INSERT INTO token_sightings (key_id, tokens, first_day, last_day) VALUES (@KeyId, @Tokens, @FirstDay, @LastDay)
        ON CONFLICT (key_id) DO UPDATE SET
            tokens = token_sightings.tokens + excluded.tokens,
            first_day = CASE WHEN excluded.first_day < token_sightings.first_day THEN excluded.first_day ELSE token_sightings.first_day END,
            last_day = CASE WHEN excluded.last_day > token_sightings.last_day THEN excluded.last_day ELSE token_sightings.last_day END
        """;

    public async ValueTask AddAsync(IReadOnlyList<TokensSeen> seen, CancellationToken cancellationToken) => await database.WriteAsync(
        async transaction =>
        {
            await transaction.ExecuteForEachAsync(AddSql, seen.Select(Row.Of));
            await transaction.CommitAsync();
            return true;
        },
        cancellationToken);

    public async ValueTask<IReadOnlyList<TokensSeen>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await database.QueryAsync<Row>("SELECT key_id AS keyId, tokens, first_day AS firstDay, last_day AS lastDay FROM token_sightings ORDER BY key_id", null, cancellationToken);
        return [.. rows.Select(row => row.ToSeen())];
    }

    private sealed record Row(string KeyId, long Tokens, string FirstDay, string LastDay)
    {
        internal static Row Of(TokensSeen seen) => new(seen.Generation.ToString(), seen.Tokens, Text(seen.First), Text(seen.Last));

        internal TokensSeen ToSeen() => new(Core.Keys.KeyId.Parse(KeyId), Tokens, Day(FirstDay), Day(LastDay));

        private static string Text(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

        private static DateOnly Day(string text) => DateOnly.ParseExact(text, DayFormat, CultureInfo.InvariantCulture);
    }
}
