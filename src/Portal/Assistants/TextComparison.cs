using System.Text.RegularExpressions;
using DiffPlex;
using DiffPlex.Chunkers;
using DiffPlex.Model;
using Portal.Client.Assistants;

namespace Portal.Assistants;

/// <summary>
/// Two texts as one, word by word: lines first, and words only within lines that differ, which is how people read a
/// change. What is too large for that in good time shows as gone and come whole; the search grows with the square of what differs.
/// </summary>
internal static partial class TextComparison
{
    const int MostLines = 4_000;
    const int MostWords = 3_000;

    static readonly IChunker Lines = new LineEndingsPreservingChunker();
    static readonly IChunker Words = new WordsAndMarks();

    public static IReadOnlyList<TextPiece> Between(string before, string after)
    {
        var pieces = new List<TextPiece>();
        Compare(before, after, Lines, MostLines, pieces, (old, now) => Compare(old, now, Words, MostWords, pieces, (gone, come) =>
        {
            Add(pieces, gone, PieceChange.Removed);
            Add(pieces, come, PieceChange.Added);
        }));
        return pieces;
    }

    static void Compare(string before, string after, IChunker chunker, int most, List<TextPiece> pieces, Action<string, string> differs)
    {
        var (old, now) = (chunker.Chunk(before), chunker.Chunk(after));
        var (head, tail) = Ends(old, now);
        Add(pieces, Text(old, 0, head), PieceChange.Same);
        var (oldMiddle, nowMiddle) = (Text(old, head, old.Count - head - tail), Text(now, head, now.Count - head - tail));
        if (old.Count + now.Count - 2 * (head + tail) > most)
        {
            Add(pieces, oldMiddle, PieceChange.Removed);
            Add(pieces, nowMiddle, PieceChange.Added);
        }
        else
        {
            Blocks(Differ.Instance.CreateDiffs(oldMiddle, nowMiddle, ignoreWhiteSpace: false, ignoreCase: false, chunker), pieces, differs);
        }

        Add(pieces, Text(old, old.Count - tail, tail), PieceChange.Same);
    }

    static void Blocks(DiffResult found, List<TextPiece> pieces, Action<string, string> differs)
    {
        var at = 0;
        foreach (var block in found.DiffBlocks)
        {
            Add(pieces, Text(found.PiecesOld, at, block.DeleteStartA - at), PieceChange.Same);
            differs(Text(found.PiecesOld, block.DeleteStartA, block.DeleteCountA), Text(found.PiecesNew, block.InsertStartB, block.InsertCountB));
            at = block.DeleteStartA + block.DeleteCountA;
        }

        Add(pieces, Text(found.PiecesOld, at, found.PiecesOld.Count - at), PieceChange.Same);
    }

    /// <summary>How many chunks both texts have in common at their beginning and at their end.</summary>
    static (int Head, int Tail) Ends(IReadOnlyList<string> old, IReadOnlyList<string> now)
    {
        var shorter = Math.Min(old.Count, now.Count);
        var head = 0;
        while (head < shorter && old[head] == now[head]) head++;
        var tail = 0;
        while (tail < shorter - head && old[old.Count - 1 - tail] == now[now.Count - 1 - tail]) tail++;
        return (head, tail);
    }

    static string Text(IReadOnlyList<string> chunks, int from, int count) => string.Concat(chunks.Skip(from).Take(count));

    static void Add(List<TextPiece> pieces, string text, PieceChange change)
    {
        if (text.Length == 0) return;
        if (pieces.Count > 0 && pieces[^1].Change == change) pieces[^1] = new TextPiece(pieces[^1].Text + text, change);
        else pieces.Add(new TextPiece(text, change));
    }

    /// <summary>Words, stretches of white space, and every other character by itself.</summary>
    sealed partial class WordsAndMarks : IChunker
    {
        public IReadOnlyList<string> Chunk(string text) => [.. Piece.Matches(text).Select(match => match.Value)];

        [GeneratedRegex(@"[\w\p{M}]+|\s+|[\uD800-\uDBFF][\uDC00-\uDFFF]|[\s\S]")]
        private static partial Regex Piece { get; }
    }
}
