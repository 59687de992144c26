using System.Globalization;
using Npgsql;

namespace TenantGateway.Storage.PostgreSql;

/// <summary>
/// What a server must be and do so that what it acknowledges is kept. Asked on every new connection, because a role's or a database's settings may change while
/// the gateway runs; a server that fails is not used.
/// </summary>
internal static class ServerDemands
{
    private const int OldestVersion = 15;

    private const string Question =
        """
        SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), current_setting('fsync'), current_setting('full_page_writes'),
            current_setting('synchronous_commit'), pg_is_in_recovery()
        """;

    /// <exception cref="InvalidOperationException">The server is not fit for this; the message says everything that is wrong.</exception>
    internal static void Check(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Question, connection);
        using var reader = command.ExecuteReader();
        reader.Read();
        Judge(connection, reader);
    }

    /// <inheritdoc cref="Check"/>
    internal static async Task CheckAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Question, connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        Judge(connection, reader);
    }

    private static void Judge(NpgsqlConnection connection, NpgsqlDataReader answer)
    {
        var defects = Defects(answer.GetInt32(0), answer.GetString(1), answer.GetString(2), answer.GetString(3), answer.GetString(4), answer.GetBoolean(5)).ToList();
        if (defects.Count > 0) throw new InvalidOperationException($"The database {connection.Database} at {connection.DataSource} cannot keep the state: {string.Join("; ", defects)}.");
    }

    private static IEnumerable<string> Defects(int version, string encoding, string fsync, string fullPageWrites, string synchronousCommit, bool isStandby)
    {
        if (version / 10_000 < OldestVersion) yield return string.Create(CultureInfo.InvariantCulture, $"the server is PostgreSQL {version / 10_000}, and {OldestVersion} is the oldest that is known to work");
        if (encoding != "UTF8") yield return $"its encoding is {encoding} and must be UTF8";
        if (fsync != "on") yield return $"fsync is {fsync}: a crash of the machine would lose what was acknowledged, or all of it";
        if (fullPageWrites != "on") yield return $"full_page_writes is {fullPageWrites}: a crash of the machine could leave torn pages";
        if (synchronousCommit == "off") yield return "synchronous_commit is off for this role or database: a crash of the server would lose what was acknowledged";
        if (isStandby) yield return "the server is a standby";
    }
}
