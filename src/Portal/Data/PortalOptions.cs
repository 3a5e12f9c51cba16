using System.ComponentModel.DataAnnotations;

namespace Portal.Data;

/// <summary>The section <c>Portal</c> of the configuration (environment: <c>Portal__DataDirectory</c>, …).</summary>
internal sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>Holds everything that Portal writes; relative to the working directory.</summary>
    [Required]
    public string DataDirectory { get; set; } = "data";

    /// <summary>The path below which a reverse proxy serves the portal, such as <c>/portal</c>; empty at the root.</summary>
    public string PathBase { get; set; } = "";

    public string DatabasePath => Path.Combine(Path.GetFullPath(DataDirectory), "portal.db");
}
