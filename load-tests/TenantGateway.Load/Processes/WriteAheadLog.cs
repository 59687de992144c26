using Npgsql;
using TenantGateway.Tests.World;

namespace TenantGateway.Load.Processes;

/// <summary>
/// The write-ahead log of a database that has been in operation for a while: its files are there, and used again one after the other. A server that was just made has none ahead and fills one of 16 MB with
/// zeros whenever one is full, while every commit waits: some 0.1 s each time, every few seconds of load, until its first checkpoint (PostgreSQL, <c>XLogFileInit</c>).
/// </summary>
internal static class WriteAheadLog
{
    /// <summary>The server keeps as many files as that, also after a checkpoint before which little was written.</summary>
    public const string Setting = "min_wal_size=1GB";

    private const int Files = 64;

    /// <summary>Goes through all of them once, and lets a checkpoint put them ahead.</summary>
    /// <exception cref="InvalidOperationException">The server does not keep them: what is measured beside it would be its making of files.</exception>
    public static async Task FillAsync(PostgresServer server, CancellationToken cancellationToken)
    {
        await using var connection = await server.ConnectAsync("postgres");
        for (var i = 0; i < Files; i++)
        {
            // One in which nothing was written is not left.
            await RunAsync("SELECT pg_logical_emit_message(false, 'load-tests', '')");
            await RunAsync("SELECT pg_switch_wal()");
        }

        await RunAsync("CHECKPOINT");
        if (await RunAsync("SELECT count(*) FROM pg_ls_waldir() WHERE name > pg_walfile_name(pg_current_wal_insert_lsn())") is long ahead and < Files / 2)
            throw new InvalidOperationException($"Of {Files} files of the write-ahead log only {ahead} are ahead.");

        async Task<object?> RunAsync(string statement)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            return await command.ExecuteScalarAsync(cancellationToken);
        }
    }
}
