import GANFiles
import GANText

/// The four parts of the sentence for each case; all of one case stand together.
extension DataError {
    /// The file, option or place within it that the error speaks of.
    public var location: String { explanation.location }
    /// What was found there, as a clause.
    public var fact: String { explanation.fact }
    /// What would have been accepted instead.
    public var expectation: String { explanation.expectation }
    /// What to do about it.
    public var remedy: String { explanation.remedy }

    private typealias Explanation = (location: String, fact: String, expectation: String, remedy: String)

    private static let refetch = "Fetch or make the file again."

    private var explanation: Explanation {
        switch self {
        case .file(let error):
            return (error.location, error.fact, error.expectation, error.remedy)
        case .content(let error):
            return (error.location, error.fact, error.expectation, error.remedy)
        case .format(let problem):
            return (problem.location, problem.fact, problem.expectation, problem.remedy)
        case .unsupportedSource(let path):
            return (
                path, "this kind of file is not supported", SourceFormats.words, "Convert the data to one of these."
            )
        case .unknownBuiltin(let name, let known):
            return (
                "builtin:\(name)", "no built-in source has this name", "one of \(known.joined(separator: ", "))",
                "Write builtin: and one of these names."
            )
        case .malformedRowRange(let argument):
            return (
                argument, "the row range is not readable", "[first:end] with 0 ≤ first < end, either may be left out",
                "Write for example [0:5000], [5000:] or [:100]."
            )
        case .rowRangeOutside(let argument, let count):
            return (
                argument, "the row range leaves the source, which has \(count) rows", "a range within 0 to \(count)",
                "Change or drop the range."
            )
        default: return contentExplanation
        }
    }

    private var contentExplanation: Explanation {
        switch self {
        case .emptyFolder(let path):
            return (path, "the folder is empty", "PNG images, or one folder of them for each class", "Check the path.")
        case .noImages(let path, let found):
            return (
                path, "holds no image (\(found))", "at least one \(ImageCodecs.names) file",
                "Check the path or convert the images to PNG."
            )
        case .unsupportedImageFile(let path):
            return (
                path, "this image format is not supported", "\(ImageCodecs.names) images",
                "Convert the image to PNG, or move it elsewhere."
            )
        case .mixedLevels(let path, let file, let folder):
            return (
                path, "holds images (\(file)) beside a folder of images (\(folder))",
                "either images, or one folder for each class", "Move one of the two elsewhere."
            )
        case .nestedTooDeep(let path):
            return (
                path, "lies too many folders below the source",
                "images at most seven folders deep, and no link that leads back",
                "Name a folder nearer to the images as the source, or flatten it."
            )
        case .splitsAsClasses(let path, let folders):
            return (
                path, "holds the splits \(ReportText.list(folders)), which are no classes", "one split",
                "Name one of them: \(path)/\(folders[0])."
            )
        case .mixedShapes(let first, let firstShape, let second, let secondShape):
            return (
                second, "is a \(SampleShape(secondShape)) but \(first) is a \(SampleShape(firstShape))",
                "images of one size and colour kind", ImageConversion.advice(from: secondShape, to: firstShape)
            )
        case .notAnImage(let path, let found):
            return (
                path, found ?? "does not start like an image of a kind that is read", "a \(ImageCodecs.names) image",
                "Fetch the image again, convert it, or move the file elsewhere."
            )
        case .damagedImage(let path, let format, let reason):
            return (path, "the \(format) is damaged: \(reason)", "a whole, valid \(format)", Self.refetch)
        case .unsupportedImage(let path, let found):
            return (
                path, found, "grey or RGB levels of 8 bits, one picture a file",
                "Convert it: python3 -c \"from PIL import Image; Image.open('IN').convert('RGB').save('OUT.png')\"."
            )
        case .transparentPixel(let path, let row, let column):
            return (
                path, "the pixel at row \(row), column \(column) is not opaque", "opaque pixels everywhere",
                "Flatten the image on a background of your choice."
            )
        case .unencodableImage(let path, let reason):
            return (
                path, "cannot be encoded as PNG: \(reason)", "an image of 1 to 32768 pixels a side",
                "Make a smaller image."
            )
        case .notStackable(let source, let found):
            return (
                source, found, "grey images with labels from 0 to \(StackedSource.digits - 1)",
                "Stack digits or garments in the form of MNIST, with their labels beside them or in --reference-labels."
            )
        case .labelCountMismatch(let path, let labels, let samples):
            return (
                path, "\(labels) labels for \(samples) samples", "one label for each sample",
                "Give the labels that belong to the samples."
            )
        case .notLabels(let path, let fact):
            return (
                path, fact, "labels: one whole number ≥ 0 for each sample",
                "Give an \(SourceFormats.labelWords) file with one axis of integers."
            )
        default: return tableExplanation
        }
    }

    private var tableExplanation: Explanation {
        switch self {
        case .unsupportedArrayShape(let path, let shape):
            return (
                path, "shape \(shape)", "[n, d], [n, h, w], [n, h, w, c] or [n, c, h, w], none of them 0",
                "Reshape the array before saving."
            )
        case .ambiguousLayout(let path, let shape):
            return (
                path, "shape \(shape) does not say which axis holds the channels",
                "1 or 3 channels on the last axis or on the second, and not on both",
                "Transpose to [n, h, w, c]; add a border or choose another size if both still fit."
            )
        case .alphaInArray(let path, let shape):
            return (
                path, "shape \(shape) has four channels", "1 or 3 channels",
                "Flatten the images on a background and drop the alpha channel."
            )
        case .valueOutsideRange(let path, let row, let value, let range):
            return (
                "\(path), row \(row)", "value \(value)", range,
                "Scale the images to one of the known ranges; --clip cuts floats that lie a little outside of theirs."
            )
        case .nonFiniteValue(let path, let row, let column, let value):
            return (
                "\(path), row \(row), column \(column)", "value \(value)", "a finite number",
                "Remove or repair the row."
            )
        case .noArraySelected(let path, let names) where names.contains("mu") && names.contains("sigma"):
            return (
                path, "holds the statistics mu and sigma of features, no samples", "samples",
                "Statistics are compared by `ganeval measure --real \(path) --generated FEATURES`."
            )
        case .noArraySelected(let path, let names):
            return (
                path, "holds the arrays \(names.isEmpty ? "(none)" : names.joined(separator: ", "))",
                "one named images or arr_0, or a single array",
                "Name one behind a colon, as in \(path):\(names.first ?? "images"); labels as in \(path):y_train."
            )
        default: return featureExplanation
        }
    }

    private static let featureMatrix = "features [n, d], one row for each sample"

    private var featureExplanation: Explanation {
        switch self {
        case .unsupportedFeatureFile(let path):
            return (
                path, "this kind of file holds no features", SourceFormats.featureWords,
                "Save the features with numpy.save; for images use `ganeval report`."
            )
        case .notFeatures(let path, let shape) where shape.contains(0):
            return (path, "shape \(shape) holds nothing", Self.featureMatrix, "Check what was saved.")
        case .notFeatures(let path, let shape) where shape.count > 2:
            return (
                path, "shape \(shape) has \(shape.count) axes: these are images", Self.featureMatrix,
                "For images use `ganeval report`; features of more axes need a reshape to [n, d]."
            )
        case .notFeatures(let path, let shape):
            return (
                path, "shape \(shape) does not say which are samples and which are columns", Self.featureMatrix,
                "Reshape to [n, 1] or [1, d] before saving."
            )
        case .exceedsFloat32(let path, let row, let column, let value):
            return (
                "\(path), row \(row), column \(column)", "\(value) does not fit a 32-bit float",
                "numbers up to 3.4e38", "Scale the features, or find out what made this one."
            )
        case .noFeatureArray(let path, let names):
            return (
                path, "holds the arrays \(names.isEmpty ? "(none)" : names.joined(separator: ", "))",
                "one array, or one named arr_0, or the statistics mu and sigma",
                "Name one behind a colon, as in \(path):\(names.first ?? "features")."
            )
        case .statisticsDisagree(let path, let mean, let covariance):
            return (
                path, "mu has shape \(mean) and sigma \(covariance)", "mu [d] and sigma [d, d], d at least 1",
                "Save the mean and the covariance of the same features."
            )
        case .notCovariance(let path, let row, let column, let fact):
            return (
                "\(path), row \(row), column \(column)", fact, "a covariance: symmetric, no negative variance",
                "Check how sigma was made, numpy.cov(features, rowvar=False)."
            )
        default: preconditionFailure("an error case without an explanation: \(self)")
        }
    }
}
