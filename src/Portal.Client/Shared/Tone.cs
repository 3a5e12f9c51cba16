using MudBlazor;

namespace Portal.Client.Shared;

/// <summary>What a status means to the reader; each has its colour and its icon.</summary>
public enum Tone
{
    Neutral,
    Good,
    Warning,
    Bad,
    Info,
}

static class Tones
{
    public static string Icon(this Tone tone) => tone switch
    {
        Tone.Good => Icons.Material.Outlined.CheckCircle,
        Tone.Warning => Icons.Material.Outlined.WarningAmber,
        Tone.Bad => Icons.Material.Outlined.ErrorOutline,
        Tone.Info => Icons.Material.Outlined.Info,
        _ => Icons.Material.Outlined.RadioButtonUnchecked,
    };

    public static string Class(this Tone tone, string part) => tone == Tone.Neutral ? part : $"{part} {part}-{Wording.Wire(tone)}";
}
