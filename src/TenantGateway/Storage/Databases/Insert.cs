namespace TenantGateway.Storage.Databases;

/// <summary>Rows of one table, column by column, so that a dialect that takes lists gets many of them as one statement.</summary>
/// <param name="table">Its name.</param>
/// <param name="onConflict">What becomes of a row whose key is taken: <c>ON CONFLICT ...</c>; nothing makes it a fault. No two rows that are written together may have the same key.</param>
internal sealed class Insert<TRow>(string table, string onConflict = "")
{
    private readonly List<InsertedColumn<TRow>> _columns = [];

    public IReadOnlyList<InsertedColumn<TRow>> Columns => _columns;

    /// <summary>One more column.</summary>
    /// <param name="name">In the table.</param>
    /// <param name="value">What a row has there: a type that both dialects store, and whose list is one parameter of PostgreSQL.</param>
    public Insert<TRow> With<TValue>(string name, Func<TRow, TValue> value)
    {
        _columns.Add(new InsertedColumn<TRow, TValue>(name, value));
        return this;
    }

    /// <summary>The statement of one row; parameters have the names of columns.</summary>
    public string OfRow() => $"INSERT INTO {table} ({Joined(column => column.Name)}) VALUES ({Joined(column => "@" + column.Name)}) {onConflict}";

    /// <summary>The statement of any number of rows; parameters are lists, in the order of columns.</summary>
    public string OfLists()
    {
        var place = 0;
        return $"INSERT INTO {table} ({Joined(column => column.Name)}) SELECT * FROM unnest({Joined(_ => $"${++place}")}) {onConflict}";
    }

    private string Joined(Func<InsertedColumn<TRow>, string> of) => string.Join(", ", _columns.Select(of));
}

/// <summary>What rows have in one column.</summary>
internal abstract class InsertedColumn<TRow>(string name)
{
    public string Name => name;

    public abstract object? ValueOf(TRow row);

    public abstract Array ListOf(IReadOnlyList<TRow> rows);
}

/// <inheritdoc/>
internal sealed class InsertedColumn<TRow, TValue>(string name, Func<TRow, TValue> value) : InsertedColumn<TRow>(name)
{
    public override object? ValueOf(TRow row) => value(row);

    public override Array ListOf(IReadOnlyList<TRow> rows)
    {
        var list = new TValue[rows.Count];
        for (var i = 0; i < list.Length; i++) list[i] = value(rows[i]);
        return list;
    }
}
