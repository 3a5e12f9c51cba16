namespace Portal.Safety.Detection;

/// <summary>
/// A text made plain for detection, with a map back. Each character of the view stands for one stretch of the original
/// text; between stretches lie characters that vanished.
/// </summary>
sealed class Normalised
{
    /// <summary>
    /// How far around a place, in original characters, the text decides what the view shows there. Views of two texts
    /// that agree on a stretch agree on it, except for this much at its borders.
    /// </summary>
    public const int Margin = 64;

    readonly string view;
    readonly int[]? starts, ends;

    /// <summary>The text itself.</summary>
    public Normalised(string text) => view = text;

    /// <param name="starts">Where in the original text each character of the view starts, ascending.</param>
    /// <param name="ends">Where it ends.</param>
    public Normalised(string view, int[] starts, int[] ends) => (this.view, this.starts, this.ends) = (view, starts, ends);

    public ReadOnlySpan<char> Text => view;

    /// <summary>Whether the view equals the original text.</summary>
    public bool IsOriginal => starts is null;

    /// <summary>Where the character of the view starts in the original text.</summary>
    public int Start(int index) => starts is null ? index : starts[index];

    /// <summary>Where the character of the view ends in the original text.</summary>
    public int End(int index) => ends is null ? index + 1 : ends[index];

    /// <summary>The first character of the view that starts at the offset of the original text or later.</summary>
    public int IndexOf(int offset)
    {
        if (starts is null) return Math.Clamp(offset, 0, view.Length);
        var found = Array.BinarySearch(starts, 0, view.Length, offset);
        return found < 0 ? ~found : found;
    }

    /// <summary>The view from so many original characters before a character of it to so many after.</summary>
    public Window Window(int index, int before, int ahead)
    {
        var (first, last) = (IndexOf(Start(index) - before), IndexOf(Start(index) + ahead));
        if (last > index && End(last - 1) > Start(index) + ahead) last--;
        return new(Text[first..last], index - first);
    }
}
