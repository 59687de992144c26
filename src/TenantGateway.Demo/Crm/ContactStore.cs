using Microsoft.Data.Sqlite;
using TenantGateway.Core.Tenants;
using TenantGateway.Demo.Hosting;

namespace TenantGateway.Demo.Crm;

/// <summary>
/// The contacts in SQLite, <c>crm.db</c> in the data directory: write-ahead log with <c>synchronous=FULL</c>, so that a write is on disk when
/// it returns. One connection writes, one write at a time; readers take pooled connections and wait for nobody.
/// </summary>
internal sealed class ContactStore : IDisposable
{
    public const string FileName = "crm.db";

    private const string Schema =
        """
        pragma journal_mode = wal;
        pragma synchronous = full;
        create table if not exists contacts (
            position integer primary key autoincrement,
            id text not null unique,
            tenant text not null,
            email text,
            document blob not null
        ) strict;
        create index if not exists contacts_by_email on contacts (email);
        """;

    private const string InScope = "($tenant is null or tenant = $tenant)";

    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly SemaphoreSlim _writing = new(1);

    private ContactStore(string connectionString)
    {
        _connectionString = connectionString;
        _writer = new SqliteConnection(connectionString);
    }

    public static ContactStore Open(string directory)
    {
        var path = Path.Combine(directory, FileName);
        OwnerOnly.CreateDirectory(directory);
        // SQLite gives the files beside it the mode of this one.
        OwnerOnly.OpenFile(path, FileMode.OpenOrCreate).Dispose();

        var store = new ContactStore(new SqliteConnectionStringBuilder { DataSource = path }.ToString());
        store._writer.Open();
        using var command = store._writer.CreateCommand();
        command.CommandText = Schema;
        command.ExecuteNonQuery();
        return store;
    }

    /// <summary>Adds a contact; durable when it returns.</summary>
    public Task AddAsync(TenantId tenant, string id, ContactDocument document, CancellationToken cancellationToken) =>
        WriteAsync(
            "insert into contacts (id, tenant, email, document) values ($id, $tenant, $email, $document)",
            new CrmScope(tenant), id, (document.Email, document.Assign(id)), cancellationToken);

    /// <summary>Replaces a contact; false where the scope has none of that id.</summary>
    public Task<bool> ReplaceAsync(CrmScope scope, string id, ContactDocument document, CancellationToken cancellationToken) =>
        WriteAsync(
            $"update contacts set email = $email, document = $document where id = $id and {InScope}",
            scope, id, (document.Email, document.Received), cancellationToken);

    /// <summary>Removes a contact; false where the scope has none of that id.</summary>
    public Task<bool> RemoveAsync(CrmScope scope, string id, CancellationToken cancellationToken) =>
        WriteAsync($"delete from contacts where id = $id and {InScope}", scope, id, null, cancellationToken);

    /// <summary>The contact as it is to be answered, or null where the scope has none of that id.</summary>
    public byte[]? Find(CrmScope scope, string id) => Read("id = $key0", scope, id).SingleOrDefault();

    /// <summary>All contacts of the scope as they are to be answered, oldest first; with emails only those that store exactly one of them.</summary>
    public IReadOnlyList<byte[]> List(CrmScope scope, string[] emails) =>
        Read(emails.Length == 0 ? "true" : $"email in ({string.Join(", ", emails.Select((_, number) => $"$key{number}"))})", scope, emails);

    public void Dispose()
    {
        _writer.Dispose();
        // Pooled connections would hold the files open.
        using var pooled = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(pooled);
        _writing.Dispose();
    }

    private async Task<bool> WriteAsync(
        string statement, CrmScope scope, string id, (string? Email, byte[] Document)? content, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            using var command = _writer.CreateCommand();
            command.CommandText = statement;
            command.Parameters.AddWithValue("$id", id);
            command.Parameters.AddWithValue("$tenant", ToParameter(scope.Tenant?.Value));
            if (content is { } written)
            {
                command.Parameters.AddWithValue("$email", ToParameter(written.Email));
                command.Parameters.AddWithValue("$document", written.Document);
            }

            // One statement is one transaction: it is committed when this returns.
            return command.ExecuteNonQuery() == 1;
        }
        finally
        {
            _writing.Release();
        }
    }

    private List<byte[]> Read(string condition, CrmScope scope, params string[] keys)
    {
        using var connection = new SqliteConnection(_connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"select id, document from contacts where {condition} and {InScope} order by position";
        for (var number = 0; number < keys.Length; number++) command.Parameters.AddWithValue($"$key{number}", keys[number]);
        command.Parameters.AddWithValue("$tenant", ToParameter(scope.Tenant?.Value));

        using var rows = command.ExecuteReader();
        var documents = new List<byte[]>();
        while (rows.Read())
            documents.Add(Render(rows.GetString(0), rows.GetFieldValue<byte[]>(1)));
        return documents;
    }

    private static byte[] Render(string id, byte[] stored) =>
        ContactDocument.TryParse(stored)?.Render(id) ?? throw new InvalidDataException("A stored contact is not a JSON object.");

    private static object ToParameter(string? text) => text is null ? DBNull.Value : text;
}
