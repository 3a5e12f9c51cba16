using Markdig.Extensions.Mathematics;
using Markdig.Helpers;
using Markdig.Parsers;

namespace Portal.Client.Threads.Markdown.Tex;

/// <summary><c>\( … \)</c> and <c>\[ … \]</c>, which models write as often as dollars.</summary>
sealed class TexInlineParser : InlineParser
{
    const int MaxLength = 2000;

    public TexInlineParser() => OpeningCharacters = ['\\'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var bracket = slice.PeekChar();
        if (bracket is not ('(' or '[')) return false;
        var start = slice.Start + 2;
        var length = Math.Min(slice.End + 1 - start, MaxLength);
        if (length <= 0) return false;
        var end = slice.Text.IndexOf(bracket == '(' ? @"\)" : @"\]", start, length, StringComparison.Ordinal);
        if (end <= start) return false;
        processor.Inline = new MathInline
        {
            Delimiter = '$',
            DelimiterCount = bracket == '[' ? 2 : 1,
            Content = new StringSlice(slice.Text, start, end - 1),
            Span = new(processor.GetSourcePosition(slice.Start), processor.GetSourcePosition(end + 1)),
        };
        slice.Start = end + 2;
        return true;
    }
}
