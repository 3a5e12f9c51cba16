using Markdig.Parsers;
using Markdig.Syntax;

namespace Portal.Client.Threads.Markdown;

/// <summary>
/// The text of a note that is not shown as one: while more may come, or where nothing refers to it. Left to itself the
/// parser would take it for the address of a link, and not show it.
/// </summary>
sealed class NoteLineParser : BlockParser
{
    public NoteLineParser() => OpeningCharacters = ['['];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || !IsNote(processor.Line.AsSpan())) return BlockState.None;
        processor.NewBlocks.Push(new NoteLine(this) { Column = processor.Column, Span = { Start = processor.Start, End = processor.Line.End } });
        return BlockState.Break;
    }

    public static bool IsNote(ReadOnlySpan<char> line) => line.StartsWith("[^") && line.Contains("]:", StringComparison.Ordinal);

    sealed class NoteLine : LeafBlock
    {
        public NoteLine(BlockParser parser)
            : base(parser) => ProcessInlines = true;
    }
}
