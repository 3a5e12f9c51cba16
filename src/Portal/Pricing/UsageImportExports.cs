using Portal.Api;
using Portal.Audit;
using Portal.Client.Api;
using Portal.Client.Pricing;
using static Portal.Api.Csv;

namespace Portal.Pricing;

/// <summary>The lines of a comparison as a file; audited before the first.</summary>
internal sealed class UsageImportExports(IUsageImportsService imports, IJournal journal)
{
    static readonly string[] Figures = ["requests", "input_tokens", "cached_tokens", "output_tokens", "cost"];

    static readonly string[] Columns =
        ["day", "model", "our_models", .. Figures.Select(figure => $"provider_{figure}"), .. Figures.Select(figure => $"our_{figure}"), .. Figures.Select(figure => $"{figure}_difference")];

    public async Task<Result<ExportFile<UsageImportLine>>> Lines(string importId, ExportFormat format, CancellationToken cancellation)
    {
        var import = await imports.Get(importId, cancellation);
        if (!import.IsSuccess) return import.Error;
        await journal.Record(new AuditEntry("usage_import.exported", "usage_import", importId, null), cancellation);
        return new ExportFile<UsageImportLine>("provider-export", format, Columns, line =>
            [line.Day, line.Model, string.Join(' ', line.OurModels), .. Texts(line.Provider), .. Texts(line.Ours), .. Texts(line.Difference)], import.Value.Lines.ToAsyncEnumerable());
    }

    static string[] Texts(UsageImportFigures figures) =>
        [Whole(figures.Requests), Whole(figures.InputTokens), Whole(figures.CachedTokens), Whole(figures.OutputTokens), Money(figures.Cost)];
}
