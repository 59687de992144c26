using Microsoft.Data.Sqlite;
using TenantGateway.Faults.Keys.World;

namespace TenantGateway.Faults.Keys.Termination;

/// <summary>The database as whoever has its files sees it.</summary>
internal static class StoredKeys
{
    /// <summary>The wrapped keys of acme that are there and end with it: the audit key, wrapped anew, lives as long as its records.</summary>
    public static async Task<List<byte[]>> OfAcmeAsync(KeyWorld world)
    {
        await using var database = await OpenAsync(world);
        await using var select = database.CreateCommand();
        select.CommandText = "SELECT wrapped_key FROM generations WHERE tenant_id = 'acme' AND length(wrapped_key) > 0 AND kek_id NOT LIKE '%audit-acme/%'";
        await using var reader = await select.ExecuteReaderAsync();
        var keys = new List<byte[]>();
        while (await reader.ReadAsync()) keys.Add((byte[])reader[0]);
        return keys;
    }

    /// <summary>Whether a file of the database holds one of these, also where no record does.</summary>
    public static bool AreInFiles(KeyWorld world, IEnumerable<byte[]> keys) =>
        Directory.EnumerateFiles(world.DatabaseDirectory).Select(ReadShared).Any(file => keys.Any(key => file.AsSpan().IndexOf(key) >= 0));

    /// <summary>Copies the database, as a backup does.</summary>
    public static async Task BackUpAsync(KeyWorld world, string file)
    {
        await using var database = await OpenAsync(world);
        await using var copy = database.CreateCommand();
        copy.CommandText = "VACUUM INTO $file";
        copy.Parameters.AddWithValue("$file", file);
        await copy.ExecuteNonQueryAsync();
    }

    /// <summary>Puts a copy in the place of the database; nobody may have it open.</summary>
    public static void Restore(KeyWorld world, string file)
    {
        foreach (var old in Directory.EnumerateFiles(world.DatabaseDirectory, "gateway.db*")) File.Delete(old);
        var database = Path.Combine(world.DatabaseDirectory, "gateway.db");
        File.Copy(file, database);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(database, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private static async Task<SqliteConnection> OpenAsync(KeyWorld world)
    {
        var database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(world.DatabaseDirectory, "gateway.db"), Pooling = false }.ConnectionString);
        await database.OpenAsync();
        return database;
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
