using MudBlazor;

namespace Portal.Client.Layout;

/// <summary>
/// Type, shape and layers of MudBlazor's parts. Colours are tokens in <c>wwwroot/css/portal.css</c>, which lays them over
/// MudBlazor's palette: the first paint needs them before any component is there, in the theme that the reader chose.
/// </summary>
static class PortalTheme
{
    static readonly string[] Fonts =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Helvetica", "Arial", "sans-serif"];

    public static MudTheme Theme { get; } = new()
    {
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px", DrawerWidthLeft = "236px", AppbarHeight = "52px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "14px", FontWeight = "400", LineHeight = "1.45", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = Fonts, FontSize = "20px", FontWeight = "600", LineHeight = "24px", LetterSpacing = "normal" },
            H2 = new H2Typography { FontFamily = Fonts, FontSize = "15px", FontWeight = "600", LineHeight = "20px", LetterSpacing = "normal" },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "15px", FontWeight = "600", LineHeight = "20px", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "14px", LineHeight = "1.45", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "13px", LineHeight = "1.45", LetterSpacing = "normal" },
            Caption = new CaptionTypography { FontFamily = Fonts, FontSize = "12px", LineHeight = "16px", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "14px", FontWeight = "500", LineHeight = "1.2", LetterSpacing = "normal", TextTransform = "none" },
        },
        // Flat: only what floats has a shadow.
        Shadows = new Shadow { Elevation = ["none", .. Enumerable.Repeat("var(--portal-shadow)", 25)] },
    };
}
