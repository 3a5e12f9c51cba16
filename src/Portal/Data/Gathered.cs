using System.Data;

namespace Portal.Data;

/// <summary>
/// What the writes of a group leave to be done once for all of them, before its commit: numbers that would otherwise be added to the
/// same few rows again and again. A write that fails leaves nothing.
/// </summary>
internal abstract class Gathered
{
    /// <summary>A write begins.</summary>
    public abstract void Mark();

    /// <summary>The write has failed: what it left is forgotten, and what was done within it for others is to be done again.</summary>
    public abstract void TakeBack();

    /// <summary>Does what is not done yet: before the commit, and before what would not bear it afterwards.</summary>
    public abstract void Write(IDbConnection connection);

    /// <summary>The group has ended.</summary>
    public abstract void Clear();
}

/// <inheritdoc />
internal sealed class Gathered<T>(Action<IDbConnection, IReadOnlyList<T>> write) : Gathered
{
    readonly List<T> rows = [];
    int written;
    (int Rows, int Written) mark;

    public void Add(T row) => rows.Add(row);

    public override void Mark() => mark = (rows.Count, written);

    public override void TakeBack()
    {
        rows.RemoveRange(mark.Rows, rows.Count - mark.Rows);
        written = mark.Written;
    }

    public override void Write(IDbConnection connection)
    {
        if (written == rows.Count) return;
        write(connection, rows.GetRange(written, rows.Count - written));
        written = rows.Count;
    }

    public override void Clear()
    {
        rows.Clear();
        written = 0;
    }
}
