using System.Globalization;

namespace LstmGen.Formats;

/// <summary>A part of an input of the graph: which, and the indices on the axes that are cut, such as <c>1:0 3:1</c>.</summary>
internal readonly record struct TfLitePath(int Input, string Part)
{
    /// <summary>The part that a tensor is; null where it is computed.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="constants">Its constants.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="used">Operators that are passed are added.</param>
    internal static TfLitePath? Of(TfLiteModel model, TfLiteConstants constants, int tensor, HashSet<int> used)
    {
        string part = "";
        int[] graphInputs = model.GraphInputs;
        for (int steps = 0; steps < 8 && tensor >= 0; steps++)
        {
            if (graphInputs.Contains(tensor))
            {
                return new TfLitePath(tensor, part);
            }

            int producer = model.Producer(tensor);
            if (producer < 0)
            {
                return null;
            }

            int[] inputs = model.Inputs(producer);
            switch (model.Kind(producer))
            {
                case TfLiteOperators.StridedSlice when part.Length == 0 && Slice(model, constants, producer) is { } found:
                    part = found;
                    break;
                case TfLiteOperators.Reshape or TfLiteOperators.Squeeze or TfLiteOperators.Unpack when model.Outputs(producer).Length == 1:
                    break;
                default:
                    return null;
            }

            used.Add(producer);
            tensor = inputs[0];
        }

        return null;
    }

    /// <summary>The axes of which a slice keeps one index, if it keeps all of the others.</summary>
    private static string? Slice(TfLiteModel model, TfLiteConstants constants, int producer)
    {
        int[] inputs = model.Inputs(producer);
        if (inputs.Length != 4 || model.Options(producer) is not { } options || options.Int(2) != 0 || options.Int(3) != 0)
        {
            return null;
        }

        int[] begin = constants.Whole(inputs[1], "the beginning of a slice", 8), end = constants.Whole(inputs[2], "the end of a slice", 8), strides = constants.Whole(inputs[3], "the strides of a slice", 8);
        int rank = model.Shape(inputs[0]).Length, shrink = options.Int(4);
        if (begin.Length != rank || end.Length != rank || strides.Length != rank || strides.Any(stride => stride != 1))
        {
            return null;
        }

        var parts = new List<string>();
        for (int axis = 0; axis < rank; axis++)
        {
            bool whole = (options.Int(0) >> axis & 1) != 0 && (options.Int(1) >> axis & 1) != 0;
            if ((shrink >> axis & 1) != 0)
            {
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{axis}:{begin[axis]}"));
            }
            else if (!whole)
            {
                return null;
            }
        }

        return string.Join(' ', parts);
    }
}
