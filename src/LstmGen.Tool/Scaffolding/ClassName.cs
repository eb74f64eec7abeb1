using System.Globalization;
using System.Text;

namespace LstmGen.Tool.Scaffolding;

/// <summary>Names of classes.</summary>
internal static class ClassName
{
    private const string Otherwise = "Model";

    // What the class or its program has names of its own for.
    private static readonly HashSet<string> s_taken = new(StringComparer.Ordinal) { "Program", "Console", "Lstm", "Gru", "Dense", "LstmGen", "System", "String", "Object" };

    /// <summary>A name made of a file's: <c>my-model_2.onnx</c> is MyModel2.</summary>
    internal static string Of(string path)
    {
        var name = new StringBuilder();
        bool begins = true;
        foreach (char each in Path.GetFileNameWithoutExtension(path))
        {
            if (!char.IsAsciiLetterOrDigit(each))
            {
                begins = true;
                continue;
            }

            name.Append(begins ? char.ToUpper(each, CultureInfo.InvariantCulture) : each);
            begins = false;
        }

        string text = name.Length == 0 || char.IsAsciiDigit(name[0]) ? Otherwise + name : name.ToString();
        return s_taken.Contains(text) ? text + Otherwise : text;
    }

    /// <exception cref="ToolException">It is no name of a class.</exception>
    internal static string Check(string name)
        => name.Length > 0 && (char.IsAsciiLetterUpper(name[0]) || name[0] == '_') && name.All(each => char.IsAsciiLetterOrDigit(each) || each == '_') && !s_taken.Contains(name)
            ? name
            : throw new ToolException(ExitCode.WrongArguments, $"--name: '{name}' is no name of a class; a capital letter, then letters, digits and underscores were expected.");
}
