using System.Text;

namespace Portal.Api;

internal enum ExportFormat
{
    Json,
    Jsonl,
    Csv,
}

/// <summary>Rows as a file, written while they are read.</summary>
/// <param name="name">Of the file, without its ending.</param>
/// <param name="columns">The names of the fields that a line of CSV has.</param>
internal sealed class ExportFile<T>(
    string name, ExportFormat format, IReadOnlyList<string> columns, Func<T, string?[]> fields, IAsyncEnumerable<T> rows) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, cancellation) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = format is ExportFormat.Csv ? "text/csv; charset=utf-8" : "application/jsonl; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{Wire.Word(format)}\"";
        await using var writer = new StreamWriter(response.Body, new UTF8Encoding(false), 32 * 1024, leaveOpen: true) { NewLine = format is ExportFormat.Csv ? "\r\n" : "\n" };
        if (format is ExportFormat.Csv) await writer.WriteLineAsync(Csv.Line(columns));
        await foreach (var row in rows.WithCancellation(cancellation))
            await writer.WriteLineAsync(format is ExportFormat.Csv ? Csv.Line(fields(row)) : Wire.Serialize(row));
    }
}
