using System.Globalization;
using Dapper;
using TenantGateway.Core.Keys;

namespace TenantGateway.Storage;

/// <summary>Counts of tokens seen in SQLite. Several processes add to the same rows.</summary>
internal sealed class TokenSightingStore(Database database) : ITokenSightingStore
{
    private const string DayFormat = "yyyy-MM-dd";

    public async ValueTask AddAsync(IReadOnlyList<TokensSeen> seen, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction(deferred: false);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO token_sightings (key_id, tokens, first_day, last_day) VALUES (@KeyId, @Tokens, @FirstDay, @LastDay)
            ON CONFLICT (key_id) DO UPDATE SET
                tokens = tokens + excluded.tokens, first_day = min(first_day, excluded.first_day), last_day = max(last_day, excluded.last_day)
            """,
            seen.Select(Row.Of), transaction, cancellationToken: cancellationToken));
        await transaction.CommitAsync(cancellationToken);
    }

    public async ValueTask<IReadOnlyList<TokensSeen>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT key_id AS keyId, tokens, first_day AS firstDay, last_day AS lastDay FROM token_sightings ORDER BY key_id", cancellationToken: cancellationToken));
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
