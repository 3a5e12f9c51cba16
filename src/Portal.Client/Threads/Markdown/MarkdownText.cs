using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Portal.Client.Threads.Markdown.Tex;

namespace Portal.Client.Threads.Markdown;

/// <summary>A top-level block of a text, or a stretch of it that is shown as it stands.</summary>
public sealed class MarkdownPiece(Block? block, string source)
{
    public Block? Block { get; } = block;

    /// <summary>The text that the block's spans count in.</summary>
    public string Source { get; } = source;
}

/// <summary>
/// A text in Markdown that may still grow. Finished blocks keep their piece; only the tail is parsed again. The parser
/// needs seconds for some inputs of a few kilobytes and throws on deep nesting, so stretches past a limit stay plain.
/// </summary>
sealed class MarkdownText
{
    /// <summary>Characters of the longest stretch that is parsed at once.</summary>
    public const int MaxLength = 20_000;

    /// <summary>Blocks that are drawn as such; what comes after them stays plain.</summary>
    public const int MaxPieces = 2000;

    /// <summary>For the whole of a finished text: a note may stand anywhere after what refers to it.</summary>
    public static readonly MarkdownPipeline WithNotes = Builder().UseFootnotes().Build();

    static readonly MarkdownPipeline Pipeline = WithNoteLines().Build();

    readonly List<MarkdownPiece> pieces = [];
    int frozenPieces;
    int frozenLength;
    string text = "";
    bool finished;

    public IReadOnlyList<MarkdownPiece> Pieces => pieces;

    /// <param name="newText">Mostly the text so far with something added.</param>
    /// <param name="isFinished">True once nothing more comes: links may then refer to definitions further down.</param>
    public void Set(string newText, bool isFinished)
    {
        if (newText == text && isFinished == finished) return;
        var continues = newText.Length >= frozenLength && newText.AsSpan(0, frozenLength).SequenceEqual(text.AsSpan(0, frozenLength));
        var mayRefer = isFinished && frozenLength > 0 && newText.Contains("]:", StringComparison.Ordinal);
        if (!continues || mayRefer) (frozenPieces, frozenLength) = (0, 0);
        (text, finished) = (newText, isFinished);
        pieces.RemoveRange(frozenPieces, pieces.Count - frozenPieces);
        ParseTail();
    }

    void ParseTail()
    {
        var start = frozenLength;
        var end = start;
        if (pieces.Count >= MaxPieces)
        {
            AddRest(start);
            return;
        }

        foreach (var stretch in Stretches.Of(text, start))
        {
            if (stretch.IsSafe && stretch.End - start <= MaxLength)
            {
                end = stretch.End;
                continue;
            }

            Parse(start, end);
            if (pieces.Count >= MaxPieces)
            {
                AddRest(end);
                return;
            }

            start = end = stretch.Start;
            if (stretch.IsSafe)
            {
                Freeze(start);
                end = stretch.End;
                continue;
            }

            if (stretch.End < text.Length) Freeze(start);
            AddPlain(text[stretch.Start..stretch.End]);
            start = end = stretch.End;
            if (stretch.End < text.Length) Freeze(start);
        }

        ParseLast(start, end);
    }

    void Parse(int start, int end)
    {
        if (start == end) return;
        var source = text[start..end];
        if (TryParse(source, Pipeline) is not { } blocks) AddPlain(source);
        else pieces.AddRange(blocks.Select(block => new MarkdownPiece(block, source)));
    }

    /// <summary>All but the last blocks can no longer change.</summary>
    void ParseLast(int start, int end)
    {
        if (start == end) return;
        var source = text[start..end];
        if ((TryParseNotes(source) ?? TryParse(source, Pipeline)) is not { } blocks)
        {
            AddPlain(source);
            return;
        }

        // What the last block turns out to be can still change the one before it; a table may yet become more lines of the
        // paragraph right above it.
        var open = blocks.Count - (blocks is [.., Table] or [.., Table, _] ? 3 : 2);
        for (var i = 0; i < blocks.Count; i++)
        {
            if (i > 0 && i == open) Freeze(start + source.LastIndexOf('\n', Math.Max(0, blocks[i].Span.Start - 1)) + 1);
            pieces.Add(new(blocks[i], source));
        }
    }

    void Freeze(int length) => (frozenLength, frozenPieces) = (length, pieces.Count);

    /// <summary>In pieces that stay, so that only the last is drawn anew when the text grows.</summary>
    void AddRest(int start)
    {
        while (text.Length - start > MaxLength)
        {
            var line = text.LastIndexOf('\n', start + MaxLength - 1, MaxLength) + 1;
            var end = line > start ? line : start + MaxLength - (char.IsHighSurrogate(text[start + MaxLength - 1]) ? 1 : 0);
            Freeze(start);
            AddPlain(text[start..end]);
            Freeze(end);
            start = end;
        }

        AddPlain(text[start..]);
    }

    void AddPlain(string plain)
    {
        if (!string.IsNullOrWhiteSpace(plain)) pieces.Add(new(null, plain.Trim('\n', '\r')));
    }

    /// <summary>Null where the text has no notes, or not all of them would be shown: the parser drops those that nothing refers to.</summary>
    List<Block>? TryParseNotes(string source)
    {
        if (!finished || source.Length != text.Length || !source.Contains("[^", StringComparison.Ordinal)) return null;
        var written = source.Split('\n').Count(line => NoteLineParser.IsNote(line.AsSpan().TrimStart()));
        if (written == 0) return null;
        var blocks = TryParse(source, WithNotes);
        return blocks?.OfType<FootnoteGroup>().Sum(group => group.Count) == written ? blocks : null;
    }

    static List<Block>? TryParse(string source, MarkdownPipeline pipeline)
    {
        try
        {
            return [.. Markdig.Markdown.Parse(source, pipeline).Where(block => block is not LinkReferenceDefinitionGroup)];
        }
        catch (ArgumentException)
        {
            // Nested deeper than the parser allows.
            return null;
        }
    }

    static MarkdownPipelineBuilder WithNoteLines()
    {
        var builder = Builder();
        builder.BlockParsers.Insert(0, new NoteLineParser());
        return builder;
    }

    static MarkdownPipelineBuilder Builder()
    {
        var builder = new MarkdownPipelineBuilder()
            .DisableHtml()
            .UsePipeTables()
            .UseTaskLists()
            .UseAutoLinks()
            .UseMathematics()
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough);
        builder.InlineParsers.Insert(0, new TexInlineParser());
        return builder;
    }
}
