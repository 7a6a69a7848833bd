using System.Globalization;
using System.Text;
using QRCoder;
using Voting.Domain.Contracts;

namespace Voting.Api.Accounts;

/// <summary>QR codes as one SVG path each: small enough for three thousand on one sheet, and no style that a strict page would refuse.</summary>
public static class QrPicture
{
    /// <summary>Black on white whatever the terminal's colours are, two modules to a character.</summary>
    public static string ForTerminal(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.L);
        using var picture = new AsciiQRCode(code);
        return string.Join('\n', picture.GetGraphicSmall().Split('\n').Select(line => $"\u001b[30;107m{line.TrimEnd('\r')}\u001b[0m"));
    }

    public static QrView Of(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        var rows = code.ModuleMatrix;
        var path = new StringBuilder();
        for (var y = 0; y < rows.Count; y++)
        {
            for (var x = 0; x < rows[y].Length; x++)
            {
                if (!rows[y][x]) continue;
                var from = x;
                while (x + 1 < rows[y].Length && rows[y][x + 1]) x++;
                path.Append(CultureInfo.InvariantCulture, $"M{from} {y}h{x - from + 1}v1H{from}z");
            }
        }

        return new QrView(rows.Count, path.ToString());
    }
}
